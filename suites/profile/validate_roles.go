package profile

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/oktascim/oktascim/suites/near"
)

func (v *validator) roles() {
	roles := v.profile.Roles
	if roles == nil {
		return
	}
	if roles.Groups == nil && roles.Default == "" && !v.isBroken("roles.groups") && !v.isBroken("roles.default") {
		v.refuse("roles", "`roles` states neither `default` nor `groups`, so there is no role to check", "state one of the two, or remove `roles`")
	}
	if roles.Attribute != "" {
		if problem, fix := checkRoleAttribute(roles.Attribute); problem != "" {
			v.refuse("roles.attribute", problem, fix)
		}
	}
	v.existingAdmin(roles.ExistingAdmin)
	v.groups(roles.Groups)
	v.order(roles)
	if len(roles.Groups) > 0 && !v.profile.HasAction(PushGroups) && !v.isBroken("okta.actions") {
		v.refuse("roles.groups", "`roles.groups` maps groups, but `okta.actions` does not list `push-groups`: no group would ever arrive",
			"add `push-groups` to `okta.actions`, or remove `groups`")
	}
}

func (v *validator) isBroken(path string) bool { return v.decoder != nil && v.decoder.broken[path] }

// checkRoleAttribute says what is wrong with the place where a User shows its role: roles and userType are attributes
// of the core schema (RFC 7643 section 4.1), and a URN names one of an extension (RFC 7644 section 3.10).
func checkRoleAttribute(attribute string) (problem, fix string) {
	const advice = "use roles, userType, or the full name of an extension attribute, such as urn:example:params:scim:schemas:extension:app:2.0:User:role"
	lower := strings.ToLower(attribute)
	if attribute == "roles" || attribute == "userType" {
		return "", ""
	}
	shown := Quoted(attribute)
	if !strings.HasPrefix(lower, "urn:") {
		if meant := near.Word(attribute, []string{"roles", "userType"}); meant != "" {
			return fmt.Sprintf("`roles.attribute` is %s, which no SCIM User has", shown), fmt.Sprintf("did you mean `%s`? Otherwise %s", meant, advice)
		}
		return fmt.Sprintf("`roles.attribute` is %s, which is not a place where a role is read", shown), advice
	}
	if strings.HasSuffix(lower, ":user") {
		return "`roles.attribute` names a schema, not an attribute of it", "add the attribute's name at the end: " + attribute + ":role"
	}
	if !regexp.MustCompile(`^urn:[a-z0-9][a-z0-9-]{1,31}:[^\s:]+(?::[^\s:]+)*:[a-z$][\w$-]*$`).MatchString(lower) {
		return fmt.Sprintf("`roles.attribute` is %s, which is not the full name of an attribute", shown), advice
	}
	return "", ""
}

func (v *validator) existingAdmin(userName string) {
	const path = "roles.existing_admin"
	switch {
	case userName == "":
	case strings.ContainsAny(userName, " \t\"<>(),;:\\") || (strings.Contains(userName, "@") && !isEmail(userName)):
		v.refuse(path, fmt.Sprintf("%s is %s, which is neither an e-mail address nor a userName", name(path), Quoted(userName)),
			"give the administrator's userName alone, such as admin@example.com")
	case !strings.Contains(userName, "@") && v.profile.Okta.UniqueIdentifier == ByEmail:
		v.refuse(path, fmt.Sprintf("%s is not an e-mail address, but `okta.unique_identifier` is email: Okta would never find this user", name(path)),
			"give the administrator's e-mail address, or set `unique_identifier: userName`")
	}
}

// groups checks that every line of the mapping is whole and that no group is mapped twice.
func (v *validator) groups(groups []GroupRole) {
	first := map[string]int{}
	for i, g := range groups {
		if len(v.problems) >= MaxProblems {
			return
		}
		path := fmt.Sprintf("roles.groups[%d]", i)
		if g.Group == "" && !v.isBroken(path+".group") {
			v.refuse(path, "this line of `roles.groups` has no `group`", "add the displayName of the group that Okta pushes")
		}
		if g.Role == "" && !v.isBroken(path+".role") {
			v.refuse(path, "this line of `roles.groups` has no `role`", "add the role that members of the group get")
		}
		folded := strings.ToLower(g.Group)
		if at, twice := first[folded]; twice && g.Group != "" {
			message := fmt.Sprintf("the group %s is mapped twice", Quoted(g.Group))
			if other := groups[at].Group; other != g.Group {
				message = fmt.Sprintf("the groups %s and %s differ only in case, which SCIM does not tell apart", Quoted(other), Quoted(g.Group))
			}
			v.refuse(path+".group", message, "keep one of the two: a group gives one role")
			continue
		}
		first[folded] = i
	}
}

// order checks that the mapping gives every role one rank. Lines of one role may stand next to each other, but not
// apart; and the default role, which everybody has, can only be the lowest.
func (v *validator) order(roles *Roles) {
	last := map[string]int{}
	for i, g := range roles.Groups {
		if len(v.problems) >= MaxProblems {
			return
		}
		if g.Role == "" {
			continue
		}
		path := fmt.Sprintf("roles.groups[%d].role", i)
		folded := strings.ToLower(g.Role)
		at, seen := last[folded]
		switch {
		case seen && roles.Groups[at].Role != g.Role:
			v.refuse(path, fmt.Sprintf("the roles %s and %s differ only in case", Quoted(roles.Groups[at].Role), Quoted(g.Role)), "write both as the application does")
		case seen && at != i-1:
			v.refuse(path, fmt.Sprintf("the role %s has two ranks: groups are listed highest role first, and %s stands in between",
				Quoted(g.Role), Quoted(roles.Groups[i-1].Role)), "put the groups of one role next to each other")
		}
		last[folded] = i
	}
	if at, mapped := last[strings.ToLower(roles.Default)]; mapped && roles.Default != "" && at < len(roles.Groups)-1 {
		below := roles.Groups[at+1].Role
		v.refuse("roles.default", fmt.Sprintf("the default role %s is listed above %s in `groups`: it is unclear which of the two a member of %s gets",
			Quoted(roles.Default), Quoted(below), Quoted(roles.Groups[at+1].Group)), "list groups highest role first, so that the default role comes last, or leave its group out")
	}
}
