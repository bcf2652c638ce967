"""What is true of blocks, headers, addresses, back-off and hits, without a database."""
