"""One list for the whole house: columns, filters, sorting, paging, saved views, bulk, export."""
