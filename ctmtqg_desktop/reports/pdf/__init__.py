"""Documents drawn as PDF, and made fit to be kept and signed. The only reportlab, pikepdf."""
