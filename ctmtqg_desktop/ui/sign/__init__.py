"""Who signs and with what, asked in one way everywhere; the page that signs a report."""
