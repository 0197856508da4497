"""What a customer writes, understood: which type of request it is, which of the type's questions it answers. Pure."""
