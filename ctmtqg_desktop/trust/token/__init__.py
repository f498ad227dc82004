"""USB tokens (PKCS#11): found, listed without a PIN, signing with one."""
