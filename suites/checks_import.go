package suites

import "slices"

// Sources that several checks of this area rest on.
const (
	refImport     = "Okta SCIM 2.0 reference: an import asks for 1–100, 101–200 and so on until totalResults, always in the same order"
	refPaging     = "RFC 7644 §3.4.2.4"
	refListAnswer = "RFC 7644 §3.4.2"
)

// importChecks: Okta reads all users and groups page by page. Who is missing
// from the list is taken for deleted; who is there twice, for a conflict.
func importChecks() []Check {
	return inArea(Import, []Need{NeedImport}, slices.Concat(
		importPageChecks(),
		importTotalChecks(),
		importOrderChecks(),
		importWriteChecks(),
		importJoinedChecks(),
		importBoundChecks(),
		importOddChecks(),
		importUserChecks(),
		importGroupChecks(),
		importFoundChecks(),
	))
}

// ofManyUsers are checks that need a list of more than one page. They count on
// nobody else writing to it.
func ofManyUsers(checks []Check) []Check {
	for i := range checks {
		checks[i].Serial = true
		if checks[i].Creates == 0 {
			checks[i].Creates = manyUsers
		}
	}
	return checks
}
