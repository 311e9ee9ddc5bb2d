package suites

import (
	"slices"
)

// Sources that several checks of this area rest on.
const (
	refMedia     = "RFC 7644 §3.1"
	refMediaType = "RFC 7644 §8.1"
	refOktaMedia = "Okta SCIM 2.0 reference: Content-Type application/scim+json; charset=utf-8"
	refSpecMedia = "Okta SPEC step 6: Content-Type application/json"
)

// headerChecks: media types, locations and encodings.
func headerChecks() []Check {
	return slices.Concat(
		inArea(Headers, nil, requestMediaChecks()),
		inArea(Headers, nil, acceptChecks()),
		inArea(Headers, nil, answerMediaChecks()),
		inArea(Headers, nil, locationChecks()),
		inArea(Headers, nil, transferChecks()),
	)
}
