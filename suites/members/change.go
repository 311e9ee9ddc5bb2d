package members

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// changeChecks look at one journey: somebody joins a group, another leaves it, Push Now puts both into it.
func changeChecks() []kit.Check {
	const first, second, third = 0, 1, 2 // the changes of the journey
	atChange := func(i int) func(*kit.T) {
		return func(t *kit.T) {
			t.NeedVisibleMembers()
			t.ReportChange(i)
		}
	}
	checks := []kit.Check{
		{
			ID: "members.add.first", Depth: kit.Quick,
			Title:   "A user who is added to a group is a member, and so are those who were",
			Why:     "It is the second request of every group push. A 2xx proves nothing: fresh reads of both sides do.",
			Symptom: "No error in Okta: it reports success, but the user has no access, or each new member removes the others.",
			Refs:    []string{refChangeMembers, refPatchAdd, kit.RefPut, kit.RefUserGroups, "OIN C9332"},
			Body:    atChange(first),
		},
		{
			ID: "members.remove.one", Depth: kit.Quick,
			Title:   "A user who is removed from a group is no member, and the others stay",
			Why:     "OIN: a PATCH for each member, with the member in the path. AIW: PUTs with those who stay.",
			Symptom: "No error in Okta: it reports success, but the user keeps access, or everybody loses it.",
			Refs:    []string{refChangeMembers, refPatchRemove, kit.RefPut, kit.RefUserGroups, "OIN C9333"},
			Body:    atChange(second),
		},
		{
			ID: "members.push-now.fill", Depth: kit.Quick,
			Title:   "Push Now makes the pushed users the members of the group",
			Why:     "OIN: PATCH replace members with the whole list. AIW: PUT with the whole list.",
			Symptom: "Users who are in the Okta group have no access.",
			Refs:    []string{refPushNow, refPatchReplace, kit.RefPut, kit.RefUserGroups, "OIN C9316, C9319, C9320, C9328, C9329"},
			Body:    atChange(third),
		},
		{
			ID: "members.answer", Depth: kit.Quick,
			Title:   "A response to an addition, a removal or Push Now that shows members shows those that the group has now",
			Why:     "The response is the state after the change; a server may leave members out or answer 204.",
			Symptom: "Okta takes the change for undone.",
			Refs:    []string{kit.RefPatch + ": 200 with the resource, or 204", kit.RefPut, refChangeMembers},
			Body: func(t *kit.T) {
				mates := t.Journey().Mates
				for i, now := range [][]kit.Person{mates, mates[1:], mates} {
					a := t.JourneyChange(i).Answer
					t.Report(check.InAnswer(a, check.MembersIfShown(a.Resource, kit.IDs(now...), t.Names)))
				}
			},
		},
		{
			ID: "members.keeps-name", Depth: kit.Quick,
			Title:   "Membership changes and Push Now keep the id and the name of the group",
			Symptom: "The group loses its name, and Okta no longer finds it.",
			Refs:    []string{refChangeMembers, refPushNow, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				j := t.Journey()
				t.JourneyChange(third)
				t.LookGroup(j, []kit.View{kit.ViewByID}, kit.LikeBefore(j.Before.Group, "members"))
				t.LookGroup(j, []kit.View{kit.ViewLookup}, kit.HasDisplayName(j.Group.Name))
			},
		},
		{
			ID: "members.listed", Depth: kit.Quick,
			Title:   "A lookup or a list that shows members shows those that the group has now",
			Why:     "A search index or a cache beside the database goes stale with membership changes.",
			Symptom: "A group import gives users groups they have left, or misses those they joined.",
			Refs:    []string{kit.RefGroup, "OIN C9338"},
			Body: func(t *kit.T) {
				j := t.Journey()
				t.JourneyChange(third)
				t.LookGroup(j, []kit.View{kit.ViewLookup, kit.ViewList}, func(r okta.Resource) []check.Problem {
					return check.MembersIfShown(r, kit.IDs(j.Mates...), t.Names)
				})
			},
		},
		{
			ID: "members.users.profile", Depth: kit.Quick,
			Title:   "Adding, removing and Push Now leave the profile and active of the users unchanged",
			Why:     "A membership is stored in the group. A server that writes the user with it may lose what it does not know.",
			Symptom: "Group pushes overwrite names or deactivate users.",
			Refs:    []string{refChangeMembers, kit.RefGroup},
			Body: func(t *kit.T) {
				j := t.Journey()
				for i, p := range j.Mates {
					t.LookAt(j, p, []kit.View{kit.ViewByID}, kit.UnchangedUser(j.Before.Mates[i], kit.AttributesFromGroups(t)...))
				}
			},
		},
		{
			ID: "members.users.others", Depth: kit.Quick,
			Title:   "No other user and no other group changes by adding, removing and Push Now",
			Symptom: "Users in other groups gain or lose access.",
			Refs:    []string{refChangeMembers, kit.RefGroup},
			Body:    func(t *kit.T) { t.LookOthers(t.Journey()) },
		},
		{
			ID: "members.users.groups", Depth: kit.Quick,
			Title:   "A user who shows groups shows those it is in now, read by id, in the lookup and in the list",
			Why:     "A user's groups follow from the members of groups. An app may leave them out, but [] says that there are none.",
			Symptom: "The group shows the user, the user does not show the group: an import shows groups that the user has left or lacks others.",
			Refs:    []string{kit.RefUserGroups, kit.RefGroup},
			Body: func(t *kit.T) {
				j := t.Journey()
				t.JourneyChange(first)
				if j.Before.Mates[1]["groups"] == nil && !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				for _, p := range j.Mates {
					t.LookAt(j, p, kit.AllViews, func(r okta.Resource) []check.Problem { return check.GroupsIfShown(r, j.Group.ID, t.Names) })
				}
			},
		},
		{
			ID: "members.users.details", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A member that shows a type is a User, and one that shows a $ref leads to the user",
			Symptom: "No error in Okta: it does not read these attributes.",
			Refs:    []string{kit.RefGroup + ": type is User or Group, $ref is the URI of the member", "RFC 7643 §2.3.7"},
			Body: func(t *kit.T) {
				if !t.MembersVisible() {
					t.Unsupported("groups do not show their members")
				}
				t.LookGroup(t.Journey(), []kit.View{kit.ViewByID}, memberDetails)
			},
		},
	}
	return ofJourney(kit.ChangeTeam, checks)
}

// ofJourney gives checks in both dialects their journey; a must is recorded.
func ofJourney(s kit.Sequence, checks []kit.Check) []kit.Check {
	for i := range checks {
		c := &checks[i]
		c.Journey, c.PerDialect = s, len(c.Only) == 0
		if c.Level == "" {
			c.Level = kit.Must
		}
		if c.Evidence == "" {
			c.Evidence = kit.Recorded
		}
	}
	return checks
}

func memberDetails(g okta.Resource) (out []check.Problem) {
	for _, m := range check.Elements(g, "members") {
		if v := m["type"]; v != nil && v != "" && v != "User" {
			out = append(out, check.Problem{Place: "members.type", Expected: "User", Actual: fmt.Sprint(v)})
		}
		value, _ := m["value"].(string)
		if ref, ok := m["$ref"].(string); ok && ref != "" {
			out = append(out, check.At("members.$ref", check.EndsIn(ref, "Users", value)...)...)
		}
	}
	return out
}

// changedMemberChecks look at pushes of a group whose member changed in between.
func changedMemberChecks() []kit.Check {
	at := func(i int) func(*kit.T) {
		return func(t *kit.T) {
			t.NeedVisibleMembers()
			t.ReportChange(i)
		}
	}
	deactivates := []kit.Need{kit.NeedDeactivate, kit.NeedUpdates}
	return ofJourney(kit.ChangedMember, []kit.Check{
		{
			ID: "members.changed.renamed", Needs: deactivates,
			Title:   "A member who is pushed again under a new login is the same member, once, and the others of the push arrive",
			Why:     "Okta writes the userName of the moment as display: after a change of the login the user comes under another one.",
			Symptom: "The push fails, or the user is in the group twice, or out of it.",
			Refs:    []string{refChangeMembers, kit.RefGroup + ": value is the id of the member", "https://github.com/simpleidserver/SimpleIdServer/issues/292"},
			Body:    at(kit.MemberRenamed),
		},
		{
			ID: "members.changed.inactive", Needs: deactivates,
			Title:   "A push that lists a member who was deactivated is accepted, and the others stay members",
			Why:     "Okta pushes groups while the deactivation of a member is on its way.",
			Symptom: "One leaver in a group blocks the pushes of the whole group.",
			Refs:    []string{refChangeMembers, kit.RefGroup},
			Body:    at(kit.MemberInactive),
		},
		{
			ID: "members.changed.leaves", Needs: deactivates,
			Title:   "A deactivated member can be removed from the group, and exactly the others stay",
			Why:     "Okta removes a leaver from the pushed groups after, or before, it deactivates the account.",
			Symptom: "The group push fails until somebody cleans up by hand, or the leaver stays in the group.",
			Refs:    []string{kit.RefOktaDeactivate, refPatchRemove, "OIN C9333"},
			Body:    at(kit.MemberLeaves),
		},
		{
			ID: "members.add.inactive", Needs: deactivates,
			Title:   "A push that adds an inactive user is accepted, the others in it arrive, and the user stays inactive",
			Why:     "Okta pushes groups while the deactivation of a user is on its way: the whole push must not fail for one user.",
			Symptom: "One leaver in a group blocks the pushes of the whole group, or gets the access back.",
			Refs:    []string{refChangeMembers, kit.RefGroup, "https://github.com/pulumi/docs/pull/13236"},
			Body:    at(kit.MemberAddedInactive),
		},
		{
			ID: "members.changed.back", Needs: deactivates,
			Title:   "A user who came back is a member, once, and active after the next push of the group",
			Why:     "Okta pushes the groups again when somebody returns; rights follow from them.",
			Symptom: "The returning employee is active without any rights.",
			Refs:    []string{refChangeMembers, refPatchAdd, "OIN C9332"},
			Body:    at(kit.MemberBack),
		},
	})
}
