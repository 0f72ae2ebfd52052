"""The pages of the second factor: the code beside the password, and setting it up, changing it and switching it off."""
