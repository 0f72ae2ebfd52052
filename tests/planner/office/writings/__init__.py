"""What people type into the columns of a workbook, with what is meant by it."""
