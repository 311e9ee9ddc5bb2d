// Package replay sends a recording of what Okta sent to another deployment, or to a later build of the same, and tells
// what it answers differently.
package replay

import "github.com/oktascim/oktascim/suites/kit"

// Area is that of the checks of a replay.
const Area kit.Area = "replay"

const (
	sameStatus  = "replay.status"
	sameSuccess = "replay.success"
	sameShape   = "replay.shape"
	noMore      = "replay.more"
	setUp       = "replay.set-up"
)

// Catalogue returns the checks that a replay makes. Their subjects are operations, such as "POST /Users".
func Catalogue() []kit.Check {
	const symptom = "What worked in the recorded pilot does not work any more, or the other way round."
	refs := []string{"the recording"}
	body := func(*kit.T) {}
	return kit.InArea(Area, nil, []kit.Check{
		{ID: sameStatus, Level: kit.Must, Evidence: kit.Recorded, Symptom: symptom, Refs: refs, Body: body,
			Title: "A recorded request is answered as it was: with success, or with the same error status"},
		{ID: sameSuccess, Level: kit.Should, Evidence: kit.Recorded,
			Symptom: "No error in Okta, which takes either status.", Refs: refs, Body: body,
			Title: "A recorded request that succeeded is answered with the same status"},
		{ID: sameShape, Level: kit.Must, Evidence: kit.Recorded, Symptom: symptom, Refs: refs, Body: body,
			Title: "The answer to a recorded request shows every attribute that it showed, of the same type and " +
				"in the same number"},
		{ID: noMore, Level: kit.Should, Evidence: kit.Recorded,
			Symptom: "No error in Okta, which sends back what it reads.", Refs: refs, Body: body,
			Title: "The answer to a recorded request shows no attribute that it did not show"},
		{ID: setUp, Level: kit.Must, Evidence: kit.Recorded, Symptom: symptom, Refs: refs, Body: body,
			Title: "What was in the app before the recording can be created"},
	})
}
