"""What an admin writes into a form, made sure of: one file a form."""
