package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
)

// groupDeleteChecks: what a server answers to the deletion of a group.
func groupDeleteChecks() []Check {
	checks := []Check{
		{
			ID: "groups.delete.accepted", Level: Must,
			Title:   "Deleting a group that has members is answered with success",
			Why:     "Okta sends it when an admin unlinks a pushed group and lets it be deleted.",
			Symptom: "The group stays in the app, with its members and their access.",
			Refs:    []string{refDeleteGroup, refDelete, "OIN C9318, C9327"},
			Body: func(t *T) {
				g := t.NewGroup(t.NewUser())
				t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.empty", Level: Must,
			Title:   "Deleting a group without members is answered with success",
			Symptom: "Empty groups stay in the app.",
			Refs:    []string{refDeleteGroup, refDelete},
			Body: func(t *T) {
				g := t.NewGroup()
				t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.inactive-member", Level: Must, Needs: []Need{NeedDeactivate},
			Title:   "Deleting a group with a deactivated member is answered with success",
			Why:     "An app that looks for the members among the active users does not find that one.",
			Symptom: "A group that somebody left behind cannot be unlinked from the app.",
			Refs:    []string{refDeleteGroup, refDelete, "https://github.com/wso2/product-is/issues/11233"},
			Body: func(t *T) {
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, mate)
				t.deactivate(leaver)
				t.awaitInactive(leaver)
				t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.no-content", Level: Should,
			Title:   "Deleting a group is answered 204 without a body",
			Symptom: "Okta's review of the integration asks for it.",
			Refs:    []string{refDelete, refDeleteGroup},
			Body: func(t *T) {
				g := t.NewGroup()
				a := t.Okta.DeleteGroup(t, g.ID)
				t.Report(check.Status(a, http.StatusNoContent))
				if len(a.Body) > 0 {
					t.Failf(a.Op(), "body", "none", "%d octets", len(a.Body))
				}
			},
		},
		{
			ID: "groups.delete.again", Level: Should,
			Title:   "Deleting a group that is deleted already is answered 404 or 410",
			Why:     "Okta repeats a deletion when the answer was lost.",
			Symptom: "Okta takes a deletion of nothing for a success, or keeps trying.",
			Refs:    []string{refDelete + ": 404 for the resource from then on"},
			Body: func(t *T) {
				g := t.deletedGroup()
				t.Report(check.Error(t.Okta.DeleteGroup(t, g.ID), http.StatusNotFound, http.StatusGone))
			},
		},
		{
			ID: "groups.delete.again-no-crash", Level: Must,
			Title:   "Deleting a group again is no server error",
			Symptom: "A deprovisioning task that fails again with every retry.",
			Refs:    []string{refDelete, "RFC 7644 §3.12"},
			Body: func(t *T) {
				g := t.deletedGroup()
				t.Report(check.NoCrash(t.Okta.DeleteGroup(t, g.ID)))
			},
		},
		{
			ID: "groups.delete.no-push", Level: Must, PerDialect: true,
			Title:   "A push to a deleted group is refused and does not bring it back",
			Why:     "PUT and PATCH change what is there; they do not create.",
			Symptom: "A group that was deleted comes back, and nobody in Okta manages it.",
			Refs:    []string{refDelete, "RFC 7644 §3.5.1: PUT MUST NOT be used to create", refPatch},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.deletedGroup()
				a := t.change(g, []Person{p}, nil, []Person{p}).Last()
				t.Report(check.Refused(a))
				t.Eventually("push to a deleted group", func() []check.Problem { return t.groupGone(g) })
				t.strayGroup(a, g.ID)
			},
		},
	}
	for _, id := range []string{"blanks", "ampersand", "plus", "slash", "percent", "quotes", "umlaut"} {
		for _, n := range oddNames() {
			if n.id == id {
				checks = append(checks, deleteOddName(n))
			}
		}
	}
	return checks
}

func deleteOddName(n oddName) Check {
	return Check{
		ID: "groups.delete.name-" + n.id, Level: Must,
		Title:   "A group whose name has " + n.what + " is deleted like any other",
		Why:     "A server that finds the group to delete by its name, or puts the name into a path, fails here.",
		Symptom: "That one group cannot be deleted and stays in the app.",
		Refs:    []string{refDeleteGroup, refDelete},
		Body: func(t *T) {
			g, a := t.oddGroup(n)
			t.Require(Setup{"groups.push.name-" + n.id, "creating the group"}, check.Status(a, http.StatusCreated), check.WithResource(a))
			t.awaitGroup(g.ID)
			deleted := check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK)
			problems, ok := t.wait("delete group by id", func() []check.Problem { return t.groupGone(g) })
			if !ok || len(deleted) > 0 {
				t.deletedGroup() // blocks the check when no group can be deleted
			}
			t.Report(deleted, problems)
		},
	}
}
