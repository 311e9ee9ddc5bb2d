package orgsim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Problem is something that is wrong with an org, to be found by an audit.
type Problem struct {
	Name  string // as Options.Problems and --problem take it
	What  string // is wrong
	Shows string // where it can be seen

	before func(*Org) // before the seeds are provisioned
	after  func(*Org) // after them
}

// plant are the problems of the API itself.
type plant struct {
	limited, endless bool
}

// Problems lists what can be planted.
func Problems() []Problem { return slices.Clone(problems) }

func problem(name string) (Problem, error) {
	i := slices.IndexFunc(problems, func(p Problem) bool { return p.Name == name })
	if i < 0 {
		var names []string
		for _, p := range problems {
			names = append(names, p.Name)
		}
		return Problem{}, fmt.Errorf("there is no problem %q; there are %s", name, strings.Join(names, ", "))
	}
	return problems[i], nil
}

var problems = []Problem{
	{
		Name: "app-inactive", What: "the app is deactivated", Shows: "status INACTIVE of GET /api/v1/apps/{id}; nothing is sent to the app",
		before: func(o *Org) { o.app.status = "INACTIVE" },
	},
	{
		Name: "provisioning-off", What: "the app has no provisioning", Shows: "400 of GET /api/v1/apps/{id}/features",
		before: func(o *Org) { o.app.provisioning = false },
	},
	{
		Name: "create-off", What: "Create Users is not enabled", Shows: "create.lifecycleCreate of USER_PROVISIONING is DISABLED; new people do not arrive",
		before: func(o *Org) { o.app.create = false },
	},
	{
		Name: "update-off", What: "Update User Attributes is not enabled", Shows: "update.profile of USER_PROVISIONING is DISABLED; changes do not arrive",
		before: func(o *Org) { o.app.update = false },
	},
	{
		Name: "deactivate-off", What: "Deactivate Users is not enabled", Shows: "update.lifecycleDeactivate of USER_PROVISIONING is DISABLED; leavers stay active",
		before: func(o *Org) { o.app.deactivate = false },
	},
	{
		Name: "connection-disabled", What: "the provisioning connection is disabled", Shows: "status DISABLED of GET /api/v1/apps/{id}/connections/default",
		before: func(o *Org) { o.app.connection = "DISABLED" },
	},
	{
		Name: "connection-auth-scheme", What: "the connection's auth scheme is not a token", Shows: "authScheme OAUTH2 of GET /api/v1/apps/{id}/connections/default",
		before: func(o *Org) { o.app.authScheme = "OAUTH2" },
	},
	{
		Name: "email-not-mapped", What: "the mapping leaves email out", Shows: "no email in GET /api/v1/mappings/{id}; accounts have no address",
		before: func(o *Org) { o.unmap("email") },
	},
	{
		Name: "display-name-not-mapped", What: "the mapping leaves displayName out", Shows: "no displayName in GET /api/v1/mappings/{id}; accounts have no name",
		before: func(o *Org) { o.unmap("displayName") },
	},
	{
		Name: "email-create-only", What: "the mapping pushes email on create only", Shows: "pushStatus DONT_PUSH of email in GET /api/v1/mappings/{id}; new addresses do not arrive",
		before: func(o *Org) {
			m := maps.Clone(o.app.mapping)
			m["email"] = property{expression: m["email"].expression, createOnly: true}
			o.setMapping(m)
		},
	},
	{
		Name: "push-inactive", What: "the first group push mapping is paused", Shows: "status INACTIVE of the group push mapping; membership changes are not sent",
		after: func(o *Org) {
			for _, m := range first(o.app.pushes) {
				m.status, m.updated = "INACTIVE", o.now()
				o.log(event{kind: "application.provision.group_push.deactivate_mapping", group: m.source, app: o.app, mapping: m})
			}
		},
	},
	{
		Name: "push-error", What: "the last push of the first pushed group failed", Shows: "status ERROR and errorSummary of the group push mapping, a FAILURE in the System Log",
		after: func(o *Org) {
			for _, m := range first(o.app.pushes) {
				m.problem = "Error while updating the members of group " + m.name + ": Bad Request. Errors reported by remote server: the role is unknown"
				m.status, m.updated = "ERROR", o.now()
				o.log(event{kind: "application.provision.group_membership.add", group: m.source, app: o.app, mapping: m, failure: m.problem})
			}
		},
	},
	{
		Name: "member-unassigned", What: "a member of the first pushed group is not assigned to the app", Shows: "he is in GET /api/v1/groups/{id}/users and not in GET /api/v1/apps/{id}/users; he is not pushed",
		after: func(o *Org) {
			for _, m := range first(o.app.pushes) {
				u, err := o.addUser(object{"login": "not.assigned@example.com", "email": "not.assigned@example.com", "firstName": "Not",
					"lastName": "Assigned", "displayName": "Not Assigned"}, true, true)
				if err == nil {
					m.source.members[u.id] = true
					m.source.membersMoved = o.now()
				}
			}
		},
	},
	{
		Name: "sync-failed", What: "the last profile push of the first assigned user failed", Shows: "syncState ERROR of the app user, who has an externalId; a FAILURE in the System Log",
		after: func(o *Org) {
			for _, au := range first(o.assignments(o.app)) {
				o.plantFailure(au, profilePushed, "Automatic profile push of user "+au.user.name()+" to app "+o.app.label+
					" failed: Error while trying to push profile update for "+au.userName+": Bad Request. Errors reported by remote server: displayName is too long")
			}
		},
	},
	{
		Name: "create-failed", What: "somebody is assigned for whom the app has no seat", Shows: "syncState ERROR of an app user without an externalId, a FAILURE in the System Log",
		after: func(o *Org) {
			u, err := o.addUser(object{"login": "no.seat@example.com", "email": "no.seat@example.com", "firstName": "No", "lastName": "Seat",
				"displayName": "No Seat"}, true, true)
			if err != nil {
				return
			}
			au := o.newAppUser(u)
			au.direct, au.userName, au.profile, au.dirty = true, u.login(), object{"email": u.text("email")}, true
			o.plantFailure(au, pushed, "Automatic provisioning of user "+u.name()+" to app "+o.app.label+" failed: Error while creating user "+
				au.userName+": Forbidden. Errors reported by remote server: seat limit reached")
		},
	},
	{
		Name: "app-refuses-token", What: "the app refused Okta's token three times", Shows: "application.integration.authentication_failure in the System Log",
		after: func(o *Org) {
			for range 3 {
				o.log(event{kind: "application.integration.authentication_failure", app: o.app, failure: "Unauthorized. Errors reported by remote server: the token is not valid"})
			}
		},
	},
	{
		Name: "app-rate-limits", What: "the app refused requests because there were too many", Shows: "application.integration.rate_limit_exceeded in the System Log",
		after: func(o *Org) {
			o.log(event{kind: "application.integration.rate_limit_exceeded", app: o.app, failure: "Too Many Requests. Errors reported by remote server: try again later"})
		},
	},
	{
		Name: "token-expired", What: "the API token has expired", Shows: "401 E0000011 of every request",
		before: func(o *Org) { o.access.expired = true },
	},
	{
		Name: "token-read-only", What: "the API token belongs to a read-only admin", Shows: "403 E0000006 of every write",
		before: func(o *Org) { o.access.readOnly = true },
	},
	{
		Name: "rate-limited", What: "the org's rate limit is used up for an hour", Shows: "429 E0000047 of every request, X-Rate-Limit-Reset far away",
		before: func(o *Org) { o.plant.limited = true },
	},
	{
		Name: "endless-pages", What: "lists never end", Shows: "each page has a next link that leads to the same page",
		before: func(o *Org) { o.plant.endless = true },
	},
}

func (o *Org) unmap(attribute string) {
	m := maps.Clone(o.app.mapping)
	delete(m, attribute)
	o.setMapping(m)
}

// plantFailure notes a failed push that never was.
func (o *Org) plantFailure(au *appUser, kind, reason string) {
	au.setStatus(au.status, "ERROR", o)
	o.log(event{kind: kind, user: au.user, app: o.app, subject: au, failure: reason})
}

// first is the list's first element, or nothing.
func first[T any](list []T) []T { return list[:min(1, len(list))] }
