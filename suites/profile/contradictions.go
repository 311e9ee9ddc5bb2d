package profile

import (
	"fmt"
	"strings"
)

// contradictions notes what is wrong with a profile although each of its values is right, and brings the base URL into
// its short form. The tree says where things stand.
func (t *tree) contradictions(p *Profile) {
	p.SCIM.BaseURL = strings.TrimRight(p.SCIM.BaseURL, "/")
	t.sameVariable(p.SCIM.Auth)
	if p.Okta.App != "" {
		if t.nodes["okta.dialects"] != nil {
			t.contradict("okta.dialects", "`okta.dialects` and `okta.app` both say how Okta writes", "remove `dialects`: `app` decides")
		}
		p.Okta.Dialects = p.Okta.App.dialects()
	}
	if p.Okta.EmailLookup && p.Okta.UniqueIdentifier != ByEmail {
		t.contradict("okta.email_lookup", "`okta.email_lookup` contradicts `okta.unique_identifier`: Okta looks users up "+
			"by e-mail only when that is the identifier",
			"set `unique_identifier: email`, or remove `email_lookup`")
	}
	if len(p.Okta.Entitlements) > 0 && !p.HasAction(Entitlements) && !t.broken["okta.actions"] {
		t.contradict("okta.entitlements", "`okta.entitlements` names endpoints, but `okta.actions` does not list `entitlements`",
			"add `entitlements` to `okta.actions`, or remove `okta.entitlements`")
	}
	if p.HasAction(Entitlements) && p.Roles != nil && p.Roles.ByAttribute() && p.Roles.Attribute == "roles" {
		t.contradict("roles.attribute", "Okta cannot push both the role and entitlements in `roles`",
			"set `roles.attribute` to another attribute, or remove `entitlements` from `okta.actions`")
	}
	if p.Roles != nil {
		t.roles(p)
	}
	if p.Access != nil {
		t.access(p)
	}
	if p.Seats != nil && p.Seats.TestTenant && !p.HasAction(PushNewUsers) {
		t.contradict("seats.test_tenant", "`seats.test_tenant` asks for seat checks, which push new users, but "+
			"`okta.actions` does not list `push-new-users`",
			"add `push-new-users` to `okta.actions`, or set `test_tenant: false`")
	}
	users, members, bound := p.TestData.MaxUsers, p.TestData.MaxMembers, p.Safety.MaxUsers
	if members > users {
		t.contradict("test_data.max_members",
			fmt.Sprintf("the largest group (`max_members`: %d) would need more users than a run may create (`max_users`: %d)",
				members, users),
			"lower `max_members` or raise `max_users`")
	}
	if bound > 0 && users > bound {
		t.contradict("safety.max_users",
			fmt.Sprintf("the crowd alone (`test_data.max_users`: %d) is larger than all users that the run may create "+
				"(`safety.max_users`: %d)", users, bound),
			"lower `test_data.max_users` or raise `safety.max_users`")
	}
}

// access notes calls that are neither or both of two things, and probes that cannot work.
func (t *tree) access(p *Profile) {
	for i, probe := range p.Access.Probes {
		for name, call := range map[string]*Call{"get": probe.Get, "check": &probe.Check} {
			if call == nil {
				continue
			}
			path, ways := fmt.Sprintf("access.probes[%d].%s", i, name), 0
			for _, stated := range []bool{call.HTTP != nil, len(call.Command) > 0, call.Shell != ""} {
				if stated {
					ways++
				}
			}
			if ways != 1 {
				t.contradict(path, fmt.Sprintf("`%s` must be one of `http`, `command` and `shell`, but is %d of them", path, ways),
					"keep one")
			}
			if name == "get" && call.HTTP != nil && call.HTTP.Take == "" {
				t.contradict(path, "`"+path+".http` does not say where the answer has the credential",
					"add `take`: a member of the JSON body, cookie:NAME or header:NAME")
			}
		}
		if probe.Group != "" && !p.HasAction(PushGroups) {
			t.contradict(fmt.Sprintf("access.probes[%d].group", i), "the probe is for members of a pushed group, but "+
				"`okta.actions` does not list `push-groups`", "add `push-groups`, or remove `group`")
		}
	}
}

func (t *tree) sameVariable(auth Auth) {
	taken := map[string]string{}
	for _, reference := range auth.references() {
		folded := strings.ToLower(reference.Variable)
		if other := taken[folded]; other != "" && folded != "" {
			t.contradict(reference.Key, fmt.Sprintf("`%s` and `%s` name the same variable, %s: the two tokens must differ",
				reference.Key, other, Quoted(reference.Variable)),
				"name another variable, or remove the line: the checks that need it are then left out")
		}
		taken[folded] = reference.Key
	}
}

func (t *tree) roles(p *Profile) {
	roles := p.Roles
	if admin := roles.ExistingAdmin; admin != "" && !strings.Contains(admin, "@") && p.Okta.UniqueIdentifier == ByEmail {
		t.contradict("roles.existing_admin", "`roles.existing_admin` is not an e-mail address, but "+
			"`okta.unique_identifier` is email: Okta would never find this user",
			"give the administrator's e-mail address, or set `unique_identifier: userName`")
	}
	t.groups(roles.Groups)
	t.order(roles)
	if len(roles.Groups) > 0 && !p.HasAction(PushGroups) && !t.broken["okta.actions"] {
		t.contradict("roles.groups", "`roles.groups` maps groups, but `okta.actions` does not list `push-groups`: no group "+
			"would ever arrive",
			"add `push-groups` to `okta.actions`, or remove `groups`")
	}
}

// groups notes groups that are mapped twice.
func (t *tree) groups(groups []GroupRole) {
	first := map[string]string{}
	for i, g := range groups {
		folded := strings.ToLower(g.Group)
		if g.Group == "" {
			continue
		}
		if other := first[folded]; other != "" {
			message := fmt.Sprintf("the group %s is mapped twice", Quoted(g.Group))
			if other != g.Group {
				message = fmt.Sprintf("the groups %s and %s differ only in case, which SCIM does not tell apart", Quoted(other),
					Quoted(g.Group))
			}
			t.contradict(fmt.Sprintf("roles.groups[%d].group", i), message, "keep one of the two: a group gives one role")
			continue
		}
		first[folded] = g.Group
	}
}

// order notes roles with two ranks. Lines of one role may stand next to each other, but not apart; and the default
// role, which everybody has, can only be the lowest.
func (t *tree) order(roles *Roles) {
	last := map[string]int{}
	for i, g := range roles.Groups {
		if g.Role == "" {
			continue
		}
		path, folded := fmt.Sprintf("roles.groups[%d].role", i), strings.ToLower(g.Role)
		at, seen := last[folded]
		switch {
		case seen && roles.Groups[at].Role != g.Role:
			t.contradict(path, fmt.Sprintf("the roles %s and %s differ only in case", Quoted(roles.Groups[at].Role),
				Quoted(g.Role)), "write both as the application does")
		case seen && at != i-1:
			t.contradict(path, fmt.Sprintf("the role %s has two ranks: groups are listed highest role first, and %s stands in "+
				"between",
				Quoted(g.Role), Quoted(roles.Groups[i-1].Role)), "put the groups of one role next to each other")
		}
		last[folded] = i
	}
	at, mapped := last[strings.ToLower(roles.Default)]
	if below := at + 1; mapped && roles.Default != "" && below < len(roles.Groups) {
		t.contradict("roles.default", fmt.Sprintf("the default role %s is listed above %s in `groups`: it is unclear which "+
			"of the two a member of %s gets",
			Quoted(roles.Default), Quoted(roles.Groups[below].Role), Quoted(roles.Groups[below].Group)),
			"list groups highest role first, so that the default role comes last, or leave its group out")
	}
}

// contradict notes that the value of a path does not go with another one.
func (t *tree) contradict(path, message, fix string) { t.note(path, hideNothing, message, fix) }
