"""BagIt packages (RFC 8493): written whole, read with suspicion. Pure: bytes in, bytes out."""
