"""What every audience's pages share: access, headers, errors, filters, the static tree."""
