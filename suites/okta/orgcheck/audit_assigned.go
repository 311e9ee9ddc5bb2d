package orgcheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
)

func (a *Audit) pushChecks() []kit.Check {
	groups, refs := []kit.Need{kit.NeedGroups}, []string{refPush, refGuide}
	return slices.Concat(
		a.perGroup(kit.Check{
			ID: "org.push.active", Level: kit.Must, Evidence: kit.Documented, Needs: groups, Refs: refs,
			Title:   "The push of the group is ACTIVE",
			Why:     "Only an active push carries renames and membership changes to the app, and with them roles.",
			Symptom: "The Push Groups tab shows the group as Inactive; its members keep the access they had.",
		}, func(t *kit.T, g pushed) {
			if g.Status == org.PushInactive {
				t.Failf("", "Push Groups, "+g.name, org.PushActive, "%s. %s", g.Status, remedyPushInactive)
			}
		}),
		a.perGroup(kit.Check{
			ID: "org.push.no-error", Level: kit.Must, Evidence: kit.Documented, Needs: groups, Refs: refs,
			Title:   "The latest push of the group succeeded",
			Why:     "After a failed push the app's members are not those of the Okta group.",
			Symptom: "The Push Groups tab shows an error beside the group.",
		}, func(t *kit.T, g pushed) {
			if g.ErrorSummary != "" || g.Status == "ERROR" {
				t.Failf("", "Push Groups, "+g.name, "no error", "%s %s. %s", g.Status,
					strings.TrimRight(shown(g.ErrorSummary), "."), remedyFor(g.ErrorSummary, remedyPushError))
			}
		}),
		a.perGroup(kit.Check{
			ID: "org.push.members", Level: kit.Must, Evidence: kit.Documented, Needs: groups, Refs: refs,
			Title:   "The members of the pushed group are assigned to the app",
			Why:     "Okta sends as members only users who are assigned to the app too.",
			Symptom: "No error in Okta: members of the group are missing in the app's group, and lack its role.",
		}, a.membersAssigned),
		a.perGroup(kit.Check{
			ID: "org.push.second-group", Level: kit.Must, Evidence: kit.Documented, Needs: groups, Refs: []string{refPush, refOneGroup},
			Title: "The pushed group is not the one that assigns the app",
			Why: "Okta does not support one group for both. A user who leaves it is unassigned, and Okta pushes inactive users no " +
				"more: the membership in the app stays.",
			Symptom: "No error in Okta: leavers stay members of the app's group, and have its role again when they come back.",
		}, a.notAssigned),
		[]kit.Check{{
			ID: "org.push.roles", Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups, kit.NeedRoles}, Refs: refs,
			Title:   "Each group to which the profile gives a role is pushed",
			Why:     "A role by group is given when the group arrives; a user in none of the groups gets the default role.",
			Symptom: "Users, current admins included, have the default role in the app.",
			Body: func(t *kit.T) {
				for _, r := range t.Env().Profile.Roles.Groups {
					if !slices.ContainsFunc(a.pushed, func(p pushed) bool { return p.name == r.Group }) {
						t.Failf("", "Push Groups", fmt.Sprintf("the group %q, which gives the role %s", r.Group, r.Role),
							"it is not pushed. %s", remedyPushRole)
					}
				}
			},
		}},
	)
}

// perGroup returns a check for each pushed group; when none is pushed, one that says so.
func (a *Audit) perGroup(c kit.Check, judge func(*kit.T, pushed)) []kit.Check {
	if len(a.pushed) == 0 {
		c.Body = func(t *kit.T) { t.Unsupported("no group is pushed to the app") }
		return []kit.Check{c}
	}
	var out []kit.Check
	for _, g := range a.pushed {
		each := c
		each.Subject = g.name
		each.Body = func(t *kit.T) {
			// It is read again, so that it is among the exchanges; the answer is remembered.
			must[[]org.PushMapping](t)(a.client.PushMappings(in(t), a.app))
			judge(t, g)
		}
		out = append(out, each)
	}
	return out
}

func (a *Audit) membersAssigned(t *kit.T, g pushed) {
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
		t.Failf("", "members of "+g.name, "every member is assigned to the app", "not assigned: %s. %s", some(missing),
			remedyAssign(g.name))
	}
}

func (a *Audit) notAssigned(t *kit.T, g pushed) {
	if slices.Contains(must[[]string](t)(a.client.AppGroupIDs(in(t), a.app)), g.SourceGroupID) {
		t.Failf("", "Push Groups and Assignments, "+g.name, "one group is pushed, and another one assigned",
			"the same group is assigned and pushed. %s", remedyTwoGroups(g.name))
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

func (a *Audit) userChecks() []kit.Check {
	return []kit.Check{
		a.perUser(kit.Check{
			ID: "org.users.synced", Level: kit.Must, Evidence: kit.Documented, Refs: []string{refAppUsers, refGuide},
			Title:   "No user's synchronization with the app failed",
			Why:     "After a failure the app holds other data of the user than Okta, until an admin retries the task.",
			Symptom: "A red mark beside the user in the app's Assignments tab, and a task in Dashboard > Tasks.",
		}, "no error", func(u org.AppUser) string {
			if u.SyncState == "ERROR" {
				return "syncState ERROR. " + remedyRetry
			}
			return ""
		}),
		a.perUser(kit.Check{
			ID: "org.users.provisioned", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedPushUsers},
			Refs:    []string{refAppUsers, refGuide},
			Title:   "Every assigned user has an account in the app",
			Why:     "Okta never creates users by itself who were assigned before provisioning was switched on.",
			Symptom: "A user is assigned to the app and cannot find it, or gets an error; Assignments offers «Provision User».",
		}, "an account in the app (externalId)", func(u org.AppUser) string {
			if u.ExternalID == "" && u.SyncState != "ERROR" && u.SyncState != "SYNCING" {
				return fmt.Sprintf("none, status %s, syncState %s. %s", shown(u.Status), shown(u.SyncState), remedyProvisionUser)
			}
			return ""
		}),
		a.perUser(kit.Check{
			ID: "org.users.up-to-date", Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedUpdates},
			Refs:    []string{refAppUsers},
			Title:   "No user waits for a push of changed data",
			Why:     "OUT_OF_SYNC says that Okta holds newer data than it has pushed.",
			Symptom: "The app shows old names or addresses for a while.",
		}, "SYNCHRONIZED", func(u org.AppUser) string {
			if u.SyncState == "OUT_OF_SYNC" && u.ExternalID != "" {
				return "OUT_OF_SYNC. " + remedyOutOfSync
			}
			return ""
		}),
	}
}

// perUser completes a check that reports what judge finds wrong with each assigned user.
func (a *Audit) perUser(c kit.Check, expected string, judge func(org.AppUser) string) kit.Check {
	c.Body = func(t *kit.T) {
		a.provisioned(t)
		users := must[[]org.AppUser](t)(a.client.AppUsers(in(t), a.app))
		if len(users) == 0 {
			t.Unsupported("nobody is assigned to the app")
		}
		for _, u := range users {
			if wrong := judge(u); wrong != "" {
				t.Failf("", "app user "+a.nameOf(t, u), expected, "%s", wrong)
			}
		}
	}
	return c
}

// nameOf is the user's name in the app, or else the login.
func (a *Audit) nameOf(t *kit.T, u org.AppUser) string {
	if u.UserName != "" {
		return u.UserName
	}
	if user, err := a.client.User(in(t), u.ID); err == nil && user.Login != "" {
		return user.Login
	}
	return u.ID
}
