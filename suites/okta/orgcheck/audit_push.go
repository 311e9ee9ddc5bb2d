package orgcheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/org"
)

func (a *Audit) pushChecks() []suites.Check {
	groups := []suites.Need{suites.NeedGroups}
	return slices.Concat(
		a.perGroup(suites.Check{
			ID: "org.push.active", Level: suites.Must, Needs: groups,
			Title:   "The push of the group is ACTIVE",
			Why:     "Only an active push carries renames and membership changes to the app, and with them roles.",
			Symptom: "The Push Groups tab shows the group as Inactive; its members keep the access they had.",
			Refs:    []string{refPush, refGuide},
		}, func(t *suites.T, g pushed) {
			if g.Status == org.PushInactive {
				t.Failf("Push Groups, "+g.name, org.PushActive, "%s. %s", g.Status, remedyPushInactive)
			}
		}),
		a.perGroup(suites.Check{
			ID: "org.push.no-error", Level: suites.Must, Needs: groups,
			Title:   "The latest push of the group went through",
			Why:     "After a failed push the app's members are not those of the Okta group.",
			Symptom: "The Push Groups tab shows an error beside the group.",
			Refs:    []string{refPush, refGuide},
		}, func(t *suites.T, g pushed) {
			if g.ErrorSummary != "" || g.Status == "ERROR" {
				t.Failf("Push Groups, "+g.name, "no error", "%s %s. %s", g.Status, strings.TrimRight(shown(g.ErrorSummary), "."), remedyFor(g.ErrorSummary, remedyPushError))
			}
		}),
		a.perGroup(suites.Check{
			ID: "org.push.members", Level: suites.Must, Needs: groups,
			Title:   "The members of the pushed group are assigned to the app",
			Why:     "Okta sends as members only people who are assigned to the app too.",
			Symptom: "Members of the group are missing in the app's group, and lack its role; nothing is red.",
			Refs:    []string{refPush, refGuide},
		}, a.membersAssigned),
		[]suites.Check{{
			ID: "org.push.roles", Level: suites.Should, Needs: []suites.Need{suites.NeedGroups, suites.NeedRoles},
			Title:   "Each group to which the profile gives a role is pushed",
			Why:     "A role by group is given when the group arrives; whoever is in none gets the default role.",
			Symptom: "People, admins of today included, have the default role in the app.",
			Refs:    []string{refPush, refGuide},
			Body: func(t *suites.T) {
				for _, r := range t.Env().Profile.Roles.Groups {
					if !slices.ContainsFunc(a.pushed, func(p pushed) bool { return p.name == r.Group }) {
						t.Failf("Push Groups", fmt.Sprintf("the group %q, which gives the role %s", r.Group, r.Role), "it is not pushed. %s", remedyPushRole)
					}
				}
			},
		}},
	)
}

// perGroup makes a check of each pushed group; when none is pushed, one that
// says so.
func (a *Audit) perGroup(c suites.Check, judge func(*suites.T, pushed)) []suites.Check {
	if len(a.pushed) == 0 {
		c.Body = func(t *suites.T) { t.Unsupported("no group is pushed to the app") }
		return []suites.Check{c}
	}
	var out []suites.Check
	for _, g := range a.pushed {
		each := c
		each.Subject = g.name
		each.Body = func(t *suites.T) {
			// Read afresh, so that it is among the exchanges; the answer is remembered.
			must[[]org.PushMapping](t)(a.client.PushMappings(in(t), a.app))
			judge(t, g)
		}
		out = append(out, each)
	}
	return out
}

func (a *Audit) membersAssigned(t *suites.T, g pushed) {
	assigned := map[string]bool{}
	for _, u := range must[[]org.AppUser](t)(a.client.AppUsers(in(t), a.app)) {
		assigned[u.ID] = true
	}
	var missing []string
	for _, u := range must[[]org.User](t)(a.client.GroupUsers(in(t), g.SourceGroupID)) {
		if !assigned[u.ID] && u.Status != "DEPROVISIONED" {
			missing = append(missing, shown(u.Login))
		}
	}
	if len(missing) > 0 {
		t.Failf("members of "+g.name, "every member is assigned to the app", "not assigned: %s. %s", some(missing), remedyAssign(g.name))
	}
}

// some names the first few of a list.
func some(names []string) string {
	const named = 10
	if len(names) <= named {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:named], ", "), len(names)-named)
}
