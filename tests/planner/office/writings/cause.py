"""The cause of a fault, in Chinese, as a table of writings expects it."""


class Cause(str):
    """Why a cell is refused."""
