package orgsim

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is something that is wrong with an org, to be found by an audit.
type Problem struct {
	Name string // as Options.Problems and --problem take it
	What string // is wrong

	before func(*Org) // before the users and groups are provisioned, or
	after  func(*Org) // after them
}

// Problems lists what an org can have.
func Problems() []Problem {
	return []Problem{
		{"app-inactive", "the app is deactivated", func(o *Org) { o.app.status = "INACTIVE" }, nil},
		{"provisioning-off", "the app has no provisioning", func(o *Org) { o.app.provisioning = false }, nil},
		{"create-off", "Create Users is not enabled", func(o *Org) { o.app.create = false }, nil},
		{"update-off", "Update User Attributes is not enabled", func(o *Org) { o.app.update = false }, nil},
		{"deactivate-off", "Deactivate Users is not enabled", func(o *Org) { o.app.deactivate = false }, nil},
		{"connection-disabled", "the provisioning connection is disabled",
			func(o *Org) { o.app.connection = "DISABLED" }, nil},
		{"connection-auth-scheme", "the connection's auth scheme is not a token",
			func(o *Org) { o.app.authScheme = "OAUTH2" }, nil},
		{"email-not-mapped", "the mapping leaves email out", func(o *Org) { delete(o.app.mapping, "email") }, nil},
		{"display-name-not-mapped", "the mapping leaves displayName out",
			func(o *Org) { delete(o.app.mapping, "displayName") }, nil},
		{"email-create-only", "the mapping pushes email on create only",
			func(o *Org) { o.app.mapping["email"] = property{from: "email", createOnly: true} }, nil},
		{"push-inactive", "the first group push mapping is paused", nil, func(o *Org) {
			for _, m := range first(o.app.pushes) {
				o.setPush(m, "INACTIVE")
			}
		}},
		{"push-error", "the last push of the first pushed group failed", nil, func(o *Org) {
			for _, m := range first(o.app.pushes) {
				m.problem = "Error while updating the members of group " + m.target.name +
					": Bad Request. Errors reported by remote server: the role is unknown"
				m.status, m.updated = "ERROR", now()
				o.log(memberAdd, m.problem, m.source, m, o.app)
			}
		}},
		{"member-unassigned", "a member of the first pushed group is not assigned to the app", nil, func(o *Org) {
			for _, m := range first(o.app.pushes) {
				p := Person{Login: "not.assigned@example.com", FirstName: "Not", LastName: "Assigned", DisplayName: "Not Assigned"}
				if u, err := o.addPerson(p); err == nil {
					m.source.members[u] = true
				}
			}
		}},
		{"group-assigned-and-pushed", "the first pushed group is assigned to the app too", nil, func(o *Org) {
			for _, m := range first(o.app.pushes) {
				m.source.assigned = true
			}
		}},
		{"sync-failed", "the last profile push of the first assigned user failed", nil, func(o *Org) {
			for _, u := range first(o.assigned()) {
				o.fail(u, profilePushed, "Automatic profile push of user "+u.name()+" to app "+o.app.label+
					" failed: Error while trying to push profile update for "+u.login()+
					": Bad Request. Errors reported by remote server: displayName is too long")
			}
		}},
		{"create-failed", "a user is assigned for whom the app has no seat", nil, func(o *Org) {
			p := Person{Login: "no.seat@example.com", FirstName: "No", LastName: "Seat", DisplayName: "No Seat"}
			if u, err := o.addPerson(p); err == nil {
				u.direct = true
				u.app = &assignment{created: now(), status: "STAGED", profile: map[string]string{"email": u.login()}}
				o.fail(u, pushed, "Automatic provisioning of user "+u.name()+" to app "+o.app.label+
					" failed: Error while creating user "+u.login()+
					": Forbidden. Errors reported by remote server: seat limit reached")
			}
		}},
		{"app-refuses-token", "the app refused Okta's token three times", nil, func(o *Org) {
			for range 3 {
				o.log("application.integration.authentication_failure",
					"Unauthorized. Errors reported by remote server: the token is not valid", o.app)
			}
		}},
		{"app-rate-limits", "the app refused requests because there were too many", nil, func(o *Org) {
			o.log("application.integration.rate_limit_exceeded",
				"Too Many Requests. Errors reported by remote server: try again later", o.app)
		}},
		{"token-expired", "the API token has expired", func(o *Org) { o.plant.expired = true }, nil},
		{"token-read-only", "the API token belongs to a read-only admin", func(o *Org) { o.plant.readOnly = true }, nil},
		{"rate-limited", "the org's rate limit is used up for an hour", func(o *Org) { o.plant.limited = true }, nil},
		{"endless-pages", "lists never end", func(o *Org) { o.plant.endless = true }, nil},
	}
}

func problem(name string) (Problem, error) {
	var names []string
	for _, p := range Problems() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Problem{}, fmt.Errorf("there is no problem %q; there are %s", name, strings.Join(names, ", "))
}

// fail notes a failed push that never was.
func (o *Org) fail(u *user, kind, reason string) {
	u.app.syncState, u.app.updated = "ERROR", now()
	o.log(kind, reason, u, o.app)
}

// first returns the list's first element, or nothing.
func first[T any](list []T) []T { return slices.Clone(list[:min(1, len(list))]) }
