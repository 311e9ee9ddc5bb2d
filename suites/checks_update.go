package suites

import "slices"

// Sources that the checks of this area rest on.
const (
	refOktaUpdate = "Okta SCIM 2.0 reference: a profile update is GET /Users/{id}, then PUT of the whole resource"
	refReadOnly   = "RFC 7644 §3.5.1: values of read-only attributes are ignored"
	refOktaEmpty  = "OIN C9337"
)

// updateChecks: a profile update is a GET, the changed values merged in, and a
// PUT of the whole resource with everything that the server added. It is the
// same in both dialects.
func updateChecks() []Check {
	return slices.Concat(
		inArea(Update, []Need{NeedUpdates}, slices.Concat(
			updateAnswerChecks(),
			updateAttributeChecks(),
			updateOptionalChecks(),
			updateKeepsChecks(),
			updateEmailChecks(),
			updateUserNameChecks(),
			updateTakenChecks(),
			updateEchoChecks(),
			updateReadOnlyChecks(),
			updateEmptyChecks(),
			updateStateChecks(),
			updateMembershipChecks(),
			updateManyChecks(),
		)),
		inArea(Update, []Need{NeedDeactivate}, slices.Concat(updatePatchChecks(), updatePatchAnswerChecks(), updateAtOnceChecks())),
		inArea(Update, []Need{NeedPassword}, updatePasswordChecks()),
	)
}
