package errors

import (
	"net/http"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// The answers of reads and of writes of what is not there.
const (
	unknownUser  = iota // three of each, as there are forms of ids
	unknownGroup = unknownUser + 3
	unknown      = unknownGroup + 3 // how many

	putUser = iota - 3
	patchUser
	putGroup
	patchGroup
	deleteGroup
)

// unknownReads read what does not exist.
var unknownReads = kit.Sequence{Name: "read what is not there", Step: kit.RefuseUnknown, Carry: func(t *kit.T, j *kit.Journey) {
	j.Run.Answers = make([]okta.Answer, unknown)
	for i, id := range kit.UnknownIDs() {
		j.Run.Answers[unknownUser+i] = t.Okta.Send(t, "read-user-spec", okta.Vars{"id": id})
		if kit.HasFeature(t, kit.NeedGroups) {
			j.Run.Answers[unknownGroup+i] = t.Okta.ReadGroup(t, id)
		}
	}
}}

// unknownWrites change what does not exist.
var unknownWrites = kit.Sequence{Name: "write what is not there", Step: kit.RefuseUnknown, Carry: func(t *kit.T, j *kit.Journey) {
	a, id := make([]okta.Answer, deleteGroup+1), kit.UnknownIDs()[2]
	j.Run.Answers = a
	if kit.UsesDialect(t, okta.OIN) && kit.HasFeature(t, kit.NeedDeactivate) {
		a[patchUser] = t.Okta.PatchUser(t, id, map[string]any{"active": true})
	}
	if kit.HasFeature(t, kit.NeedUpdates) {
		_, body := freshBody(t)
		body["id"] = id
		a[putUser] = t.Okta.PutUser(t, id, body)
		kit.CleanStrayUser(t, a[putUser], id)
	}
	if !kit.HasFeature(t, kit.NeedGroups) {
		return
	}
	a[deleteGroup] = t.Okta.DeleteGroup(t, id)
	if kit.PatchesGroups(t) {
		a[patchGroup] = t.Okta.PatchGroup(t, id, okta.RenameOp(id, t.GroupName()))
		kit.CleanStrayGroup(t, a[patchGroup], id)
	}
	if kit.PutsGroups(t) {
		a[putGroup] = t.Okta.PutGroup(t, id, t.GroupName(), nil)
		kit.CleanStrayGroup(t, a[putGroup], id)
	}
}}

func unknownChecks() []kit.Check {
	// written is a check of one of unknownWrites.
	written := func(place int, level kit.Level, evidence result.Evidence, needs []kit.Need, c kit.Check) kit.Check {
		c.Level, c.Evidence, c.Needs, c.Journey = level, evidence, needs, unknownWrites
		if c.Body == nil {
			c.Body = func(t *kit.T) {
				a := t.Carried().Run.Answers[place]
				if a.Method == "" {
					t.Unsupported("Okta sends this app no such request")
				}
				t.Report(check.Status(readable(t, a), http.StatusNotFound))
			}
		}
		return c
	}
	groups := []kit.Need{kit.NeedGroups}
	return []kit.Check{
		{
			ID: "errors.unknown.user-read", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Journey: unknownReads,
			Title:   "Reading a user that does not exist is answered 404 with a SCIM Error",
			Why:     "Okta learns from it that an account is gone. Ids of any form are tried: one that does not parse is unknown, too.",
			Symptom: "Okta's SPEC test is red in its fourth step; a deleted account is retried for ever.",
			Refs:    []string{"Okta SPEC step 4", refError},
			Body: func(t *kit.T) {
				for _, a := range all(t.Carried(), unknownUser, unknownUser+1, unknownUser+2) {
					t.Report(check.Error(a, http.StatusNotFound))
				}
			},
		},
		{
			ID: "errors.unknown.status", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: unknownReads,
			Title:   "The error body of a 404 says its status",
			Why:     "Okta's SPEC test compares it with 404.",
			Symptom: "Okta's SPEC test is red in its last step.",
			Refs:    []string{"Okta SPEC step 12", refError},
			Body: func(t *kit.T) {
				t.Report(check.ErrorStatusSaid(refusal(t, kit.RefuseUnknown, t.Carried().Run.Answers[unknownUser+1])))
			},
		},
		{
			ID: "errors.status-text", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick, Journey: unknownReads,
			Title:   "The status in an error body is text",
			Why:     "Okta's SPEC test compares it with the text «404»; Okta's own samples show numbers, too.",
			Symptom: "Okta's SPEC test may be red in its last step.",
			Refs:    []string{refError, "Okta SPEC step 12"},
			Body: func(t *kit.T) {
				t.Report(check.ErrorStatusText(refusal(t, kit.RefuseUnknown, t.Carried().Run.Answers[unknownUser])))
			},
		},
		{
			ID: "errors.unknown.group-read", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Journey: unknownReads, Needs: groups,
			Title:   "Reading a group that does not exist is answered 404",
			Symptom: "A group that was deleted in the app is pushed in vain for ever.",
			Refs:    []string{refError},
			Body: func(t *kit.T) {
				for _, a := range all(t.Carried(), unknownGroup, unknownGroup+1, unknownGroup+2) {
					t.Report(check.Status(a, http.StatusNotFound))
				}
			},
		},
		{
			ID: "errors.endpoint", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A path that does not exist is answered 404 with a SCIM Error",
			Symptom: "With entitlements Okta takes any other answer for data.",
			Refs:    []string{refError, "RFC 9110 §15.5.5"},
			Body: func(t *kit.T) {
				t.Report(check.Error(t.Raw(http.MethodGet, "/NoSuchEndpoint", nil), http.StatusNotFound))
			},
		},
		bodyCheck("unknown-user", "an unknown user", kit.Must, kit.Quick, unknownReads, unknownUser, unknownUser+1, unknownUser+2),
		bodyCheck("unknown-group", "an unknown group", kit.Must, kit.Quick, unknownReads, unknownGroup, unknownGroup+1, unknownGroup+2),
		bodyCheck("unknown-write", "a write of what is not there", kit.Should, "", unknownWrites),
		written(putUser, kit.Should, kit.Assumed, []kit.Need{kit.NeedUpdates}, kit.Check{
			ID:      "errors.unknown.user-put",
			Title:   "Replacing a user that does not exist is answered 404",
			Why:     "PUT makes no new resources; a success would leave Okta with an account that is not there.",
			Symptom: "Okta reports the profile as pushed, and nobody has it; or a second account appears.",
			Refs:    []string{"RFC 7644 §3.5.1", refError},
		}),
		written(patchUser, kit.Must, kit.Documented, []kit.Need{kit.NeedDeactivate}, kit.Check{
			ID:      "errors.unknown.user-patch",
			Title:   "Changing a user that does not exist by PATCH is answered 404",
			Symptom: "Okta takes a deactivation for done that reached nobody.",
			Refs:    []string{kit.RefPatch, refError},
		}),
		written(putGroup, kit.Should, kit.Assumed, groups, kit.Check{
			ID:      "errors.unknown.group-put",
			Title:   "Replacing a group that does not exist is answered 404",
			Why:     "Okta creates the group again when it learns that it is gone.",
			Symptom: "The Push Groups tab says Active, and the app has no such group.",
			Refs:    []string{"RFC 7644 §3.5.1", refError},
		}),
		written(patchGroup, kit.Must, kit.Recorded, groups, kit.Check{
			ID:      "errors.unknown.group-patch",
			Title:   "Changing a group that does not exist by PATCH is answered 404",
			Why:     "Okta creates the group again when it learns that it is gone.",
			Symptom: "The Push Groups tab says Active, and the app has no such group.",
			Refs:    []string{kit.RefPatch, refError},
		}),
		written(deleteGroup, kit.Must, kit.Documented, groups, kit.Check{
			ID:      "errors.unknown.group-delete",
			Title:   "Deleting a group that does not exist causes no 5xx, and a refusal is 404",
			Symptom: "Unlinking a group that is gone already fails again and again.",
			Refs:    []string{"RFC 7644 §3.6", refError},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[deleteGroup]
				t.Report(check.NoCrash(a))
				if !a.OK() && a.Status < 500 {
					t.Report(check.Status(a, http.StatusNotFound))
				}
			},
		}),
		written(deleteGroup, kit.Should, kit.RFC, groups, kit.Check{
			ID:      "errors.unknown.group-delete-status",
			Title:   "Deleting a group that does not exist is answered 404",
			Why:     "A success for something that was not there hides mistakes; Okta itself goes on.",
			Symptom: "None in Okta.",
			Refs:    []string{"RFC 7644 §3.6"},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[deleteGroup]
				t.Require(kit.Setup{Check: "errors.unknown.group-delete", Doing: "deleting an unknown group"}, check.NoCrash(a))
				t.Report(check.Status(a, http.StatusNotFound))
			},
		}),
	}
}
