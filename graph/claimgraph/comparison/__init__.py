"""Two claims compared: why they are related, or what keeps the rules from relating them."""
