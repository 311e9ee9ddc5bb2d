package roles

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// givenChecks: the default role for everybody, and a mapped group's role for
// its members.
func givenChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.default.new-user", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user in no mapped group has the default role",
			Why:     "Okta assigns people before it pushes their groups; until then they must not have more than the default.",
			Symptom: "New people start with no role and cannot work, or with more rights than they should have.",
			Refs:    []string{kit.RefRoleMap},
			Body: func(t *kit.T) {
				needDefaultRole(t)
				seeRole(t, "create user with the default role", t.NewUser())
			},
		},
		{
			ID: "roles.default.unmapped-group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Membership in a group that is not mapped gives no role",
			Symptom: "Pushing any group changes what people may do in the app.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				roles(t)
				p := t.NewUser()
				t.NewGroup(p)
				seeRole(t, "push an unmapped group", p)
			},
		},
		{
			ID: "roles.default.similar-name", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group whose name only begins like that of a mapped group gives no role",
			Why:     "A mapping that compares parts of names makes an admin of everybody in «admins-emea».",
			Symptom: "People get a high role from a group that is not mapped to it.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.NewGroupNamed(mapped(t, 1)[0].Group+" "+t.GroupName(), p)
				seeRole(t, "push a group with a similar name", p)
			},
		},
		{
			ID: "roles.group.gives", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Each mapped group gives its role to a member that is pushed into it",
			Why:     "This is what the mapping is for: without it everybody, present admins included, is left with the default role.",
			Symptom: "Okta shows the group as pushed; in the app its members still have the default role.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9332"},
			Body: func(t *kit.T) {
				mapped(t, 1)
				for _, m := range roles(t).Groups {
					p := t.NewUser()
					join(t, mappedGroup(t, m), []kit.Person{p}, p)
					seeRole(t, "give the role of "+m.Group, p, m)
				}
			},
		},
		{
			ID: "roles.group.created-with-members", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A mapped group that is created with members gives them its role",
			Symptom: "The members of a newly pushed group have the default role until the next change of the group.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "RFC 7643 §4.2 members"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				needFreeName(t, m.Group)
				a := t.Okta.CreateGroup(t, m.Group, kit.AsMembers(p))
				t.Require(kit.CreateWith, check.Status(a, 201), check.WithResource(a))
				g := kit.Group{ID: a.Resource.ID(), Name: m.Group}
				claim(t, g)
				if t.MembersVisible() {
					t.Await(kit.CreateWith, "create a group with members", func() []check.Problem { return t.MembersOf(g.ID, kit.IDs(p)) })
				}
				seeRole(t, "create a mapped group with members", p, m)
			},
		},
		{
			ID: "roles.group.at-once", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user whose group is pushed at once after the create has the group's role",
			Why:     "Okta sends the group push within a second of the assignment; a role that is set late by the create must not win.",
			Symptom: "People have the default role at their first sign-in although their group was pushed.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/lightdash/lightdash/issues/17895"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				g := mappedGroup(t, m)
				p := kit.Person{Sent: t.Person()}
				a := t.Okta.CreateUser(t, p.Sent)
				t.Require(kit.CreateUser, check.Status(a, 201), check.WithResource(a))
				p.ID = a.Resource.ID()
				join(t, g, []kit.Person{p}, p)
				seeRole(t, "give a role at once", p, m)
			},
		},
		{
			ID: "roles.group.again", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who leaves a mapped group and is pushed into it again has its role again",
			Symptom: "Somebody who returns to a team does not get the rights back.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9332, C9333"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				g := inRole(t, m, p)
				leave(t, g, nil, p)
				awaitRole(t, "take a role (roles.removal.last)", p)
				join(t, g, []kit.Person{p}, p)
				seeRole(t, "give a role again", p, m)
			},
		},
	}
}

// highestChecks: of several mapped groups the highest decides.
func highestChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.highest.pushed-first", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user in two mapped groups, the higher pushed first, has the higher role",
			Why:     "Okta pushes groups in no fixed order. When the last push wins, a role depends on chance.",
			Symptom: "An admin loses the admin role when another of the person's groups is pushed.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/windmill-labs/windmill/issues/8633"},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p := t.NewUser()
				inRole(t, m[0], p)
				low := mappedGroup(t, m[1])
				join(t, low, []kit.Person{p}, p)
				kit.AwaitMember(t, low, p)
				seeRole(t, "push a lower group after a higher one", p, m...)
			},
		},
		{
			ID: "roles.highest.pushed-last", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user in two mapped groups, the higher pushed last, has the higher role",
			Symptom: "Somebody who is promoted keeps the lower role.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/lightdash/lightdash/issues/17883"},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p := t.NewUser()
				inRole(t, m[1], p)
				join(t, mappedGroup(t, m[0]), []kit.Person{p}, p)
				seeRole(t, "push a higher group after a lower one", p, m...)
			},
		},
		{
			ID: "roles.highest.lower-pushed-again", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user in two mapped groups keeps the higher role when the lower group gets another member",
			Why:     "Okta pushes the change of one member; in the AIW dialect the whole list comes with it.",
			Symptom: "An admin loses the admin role when a colleague joins another team.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p, joiner := t.NewUser(), t.NewUser()
				low := inRole(t, m[1], p)
				high := mappedGroup(t, m[0])
				join(t, high, []kit.Person{p}, p)
				awaitRole(t, "push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				join(t, low, []kit.Person{p, joiner}, joiner)
				awaitRole(t, "give a role (roles.group.gives)", joiner, m[1])
				seeRole(t, "push a lower group again", p, m...)
			},
		},
	}
}

// answerChecks: an answer that shows a role shows the one that is stored.
func answerChecks() []kit.Check {
	const symptom = "Okta and the admin take a role for given that the person does not have."
	refs := []string{kit.RefRoleReadOnly, "RFC 7644 §3.3, §3.5: the answer shows the resource as stored", "https://github.com/wso2/product-is/issues/10369"}
	return []kit.Check{
		{
			ID: "roles.answers.create", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a create that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				u := t.Person()
				u.Extra = roles(t).asked(m.Role)
				a := t.Okta.CreateUser(t, u)
				if !a.OK() {
					t.NewUser() // is it the role that is refused?
					t.Unsupported("the app refuses a create with a role (%d)", a.Status)
				}
				t.Know(a.Resource.ID(), u.UserName)
				roleAsStored(t, a.Resource, a.Resource.ID(), a.Op())
			},
		},
		{
			ID: "roles.answers.put", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a PUT that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				a := putRole(t, p, m.Role)
				roleAsStored(t, a.Resource, p.ID, a.Op())
			},
		},
		{
			ID: "roles.answers.patch", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The answer to a PATCH that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: append([]string{"RFC 7644 §3.5.2"}, refs...),
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				a := t.Okta.PatchUser(t, p.ID, roles(t).asked(m.Role))
				roleAsStored(t, a.Resource, p.ID, a.Op())
			},
		},
		{
			ID: "roles.answers.update", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "The answer to a profile update shows the role that the member's group gives",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				inRole(t, m, p)
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["displayName"] = t.Person().DisplayName })
				t.Require(kit.UpdateUser, check.Through(run))
				roleAsStored(t, run.Last().Resource, p.ID, run.Last().Op())
			},
		},
	}
}

// roleAsStored reports an answer that shows another role than a fresh read. An
// answer need not show one.
func roleAsStored(t *kit.T, answer okta.Resource, id, op string) {
	if len(check.Role(answer, roles(t).Attribute)) == 0 {
		return
	}
	t.Eventually("answer with the stored role", func() []check.Problem {
		stored, problems := t.ByID(id)
		if len(problems) > 0 {
			return problems
		}
		return check.At(op+" answer", check.StoredRole(answer, stored, roles(t).Attribute, roles(t).known()...)...)
	})
}
