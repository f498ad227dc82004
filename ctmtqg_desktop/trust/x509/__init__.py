"""How signatures and certificates are written (DER, X.509), and which methods count."""
