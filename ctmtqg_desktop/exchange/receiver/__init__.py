"""The receiving unit: its office, what comes in, what is judged, answered and totalled."""
