"""Small pieces that several pages are made of: tables, cards, bars, notices.

Each takes records and shows them; none knows the desk, the office or another page.
"""
