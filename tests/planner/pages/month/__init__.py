"""The month as its workplace shows it."""
