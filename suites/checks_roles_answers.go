package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// roleAnswerChecks: an answer that shows a role shows the one that is stored.
func roleAnswerChecks() []Check {
	const symptom = "Okta and the admin take a role for given that the person does not have."
	refs := []string{refRoleReadOnly, "RFC 7644 §3.3, §3.5: the answer shows the resource as stored", "https://github.com/wso2/product-is/issues/10369"}
	return []Check{
		{
			ID: "roles.answers.create", Level: Must,
			Title:   "The answer to a create that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: refs,
			Body: func(t *T) {
				m := t.mapped(1)[0]
				u := t.Person()
				u.Extra = t.roles().asked(m.Role)
				a := t.Okta.CreateUser(t, u)
				if !a.OK() {
					t.NewUser() // is it the role that is refused?
					t.Unsupported("the app refuses a create with a role (%d)", a.Status)
				}
				t.Know(a.Resource.ID(), u.UserName)
				t.roleAsStored(a.Resource, a.Resource.ID(), a.Op())
			},
		},
		{
			ID: "roles.answers.put", Level: Must,
			Title:   "The answer to a PUT that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: refs,
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				a := t.putRole(p, m.Role)
				t.roleAsStored(a.Resource, p.ID, a.Op())
			},
		},
		{
			ID: "roles.answers.patch", Level: Must,
			Title:   "The answer to a PATCH that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: append([]string{"RFC 7644 §3.5.2"}, refs...),
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				a := t.Okta.PatchUser(t, p.ID, t.roles().asked(m.Role))
				t.roleAsStored(a.Resource, p.ID, a.Op())
			},
		},
		{
			ID: "roles.answers.update", Level: Must, Needs: []Need{NeedGroups, NeedUpdates},
			Title:   "The answer to a profile update shows the role that the member's group gives",
			Symptom: symptom, Refs: refs,
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				t.inRole(m, p)
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["displayName"] = t.Person().DisplayName })
				t.Require(UpdateUser, check.Through(run))
				t.roleAsStored(run.Last().Resource, p.ID, run.Last().Op())
			},
		},
	}
}

// roleAsStored reports an answer that shows another role than a fresh read. An
// answer need not show one.
func (t *T) roleAsStored(answer okta.Resource, id, op string) {
	if len(check.Role(answer, t.roles().Attribute)) == 0 {
		return
	}
	t.Eventually("answer with the stored role", func() []check.Problem {
		stored, problems := t.ByID(id)
		if len(problems) > 0 {
			return problems
		}
		return check.At(op+" answer", check.StoredRole(answer, stored, t.roles().Attribute, t.roles().known()...)...)
	})
}
