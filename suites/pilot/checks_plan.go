package pilot

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// Checks gives the checks of the plan: about the whole, about each group, about
// each person. The bodies judge what was read before; where few people are in
// the roster, each is also looked up as Okta does it.
func (p *Plan) Checks() []kit.Check {
	c := newCatalogue()
	out := []kit.Check{
		c.check(idAdmins, "", p.checkAdmins), c.check(idLockOut, "", p.checkLockOut), c.check(idSeats, "", p.checkSeats),
	}
	for _, name := range p.pushed {
		out = append(out, c.check(idGroup, name, func(t *kit.T) { p.checkGroup(t, name) }),
			c.check(idStrangers, name, func(t *kit.T) { p.checkStrangers(t, name) }),
			c.check(idAssigned, name, func(t *kit.T) { p.checkAssigned(t, name) }))
	}
	for _, one := range p.leavers {
		out = append(out, c.check(idLeaveOrder, one.UserName, func(t *kit.T) { p.checkLeaveOrder(t, one) }))
	}
	var assigned []*planned
	for i := range p.people {
		if p.people[i].Status == roster.Assigned {
			assigned = append(assigned, &p.people[i])
		}
	}
	return append(out, judged(assigned, p.topics(), func(t topic[*planned], one *planned) kit.Check {
		return c.check(t.id, one.UserName, func(x *kit.T) { p.checkOne(x, t, one) })
	}, func(t topic[*planned], block []*planned) kit.Check {
		return blockCheck(c, t, block)
	})...)
}

// topics are what is judged about each person.
func (p *Plan) topics() []topic[*planned] {
	linked := p.willBeLinked
	out := []topic[*planned]{
		{id: idMatch, judge: p.judgeMatch, alone: p.doubtful},
		{id: idAttributes, judge: p.judgeAttributes},
		{id: idActive, applies: linked, judge: p.judgeActive},
		{id: idRole, applies: func(one *planned) bool { return one.Role != "" }, judge: p.judgeRole},
		{id: idKeepsRole, judge: p.judgeKeepsRole, applies: func(one *planned) bool {
			return p.mapping.stated && linked(one) && (p.mapping.attribute != "" || one.now != "")
		}},
	}
	for i := range out {
		id := out[i].id
		out[i].note = func(one *planned) { one.findings = append(one.findings, p.finding(id, one)) }
	}
	return out
}

// checkOne judges one person, and keeps what it found for the table.
func (p *Plan) checkOne(t *kit.T, about topic[*planned], one *planned) {
	problems := about.judge(one)
	t.Report(problems)
	if len(problems) > 0 {
		about.note(one)
	}
	if about.id == idMatch && p.doubtful(one) && one.what != NoKey {
		if problem := p.lookUp(t, one); problem != "" && one.what != Ambiguous {
			one.what, one.why = Ambiguous, problem
			about.note(one)
		}
	}
}

// finding is a problem in the words of the table.
func (p *Plan) finding(id string, one *planned) string {
	switch id {
	case idMatch:
		return or(one.why, "no e-mail address to look up")
	case idAttributes:
		return "the mapping leaves " + strings.Join(p.emptyOf(one), ", ") + " empty"
	case idActive:
		return "inactive today, gets access again"
	case idRole:
		return fmt.Sprintf("would be %s, the roster says %s", orNone(one.then), one.Role)
	}
	return fmt.Sprintf("would lose %s and become %s", one.now, orNone(one.then))
}

// doubtful reports whether a person is looked up as Okta does it, and not only
// judged by the lists.
func (p *Plan) doubtful(one *planned) bool {
	return p.few() || one.what == Ambiguous || strings.Contains(one.by, "case")
}

func (p *Plan) judgeMatch(one *planned) []check.Problem {
	switch one.what {
	case NoKey:
		return problem("the roster", "an e-mail address: the profile says that Okta looks people up by it", "none")
	case Ambiguous:
		return problem("GET /Users", "nobody or exactly one account, and this person's", "%s", one.why)
	}
	return nil
}

// lookUp asks as Okta does and holds the answer against the lists.
func (p *Plan) lookUp(t *kit.T, one *planned) string {
	key := p.key(one.Person)
	a := t.Okta.LookupUser(t, key)
	if one.by == "email" {
		a = t.Okta.LookupUserByEmail(t, key)
	}
	problem := ""
	list, whole := a.List()
	expected := "the lookup of " + key + " finds nobody"
	if one.account != nil {
		expected = "the lookup of " + key + " finds " + describe([]*account{one.account}) + " alone"
	}
	missed := a.Err == nil && a.Status == http.StatusNotFound && a.Resource != nil
	switch {
	case missed:
		list, whole = nil, true
	case !a.OK() || !whole && check.Total(a) != 0:
		problem = fmt.Sprintf("the lookup answers %s: Okta stops and shows a provisioning error", answered(a))
	}
	switch {
	case problem != "":
	case one.what == Ambiguous:
		return ""
	case one.account == nil && len(list) > 0:
		problem = fmt.Sprintf("the lookup finds %s: Okta would link that account and overwrite it", told(list))
	case one.account != nil && len(list) == 0:
		problem = fmt.Sprintf("the lookup finds nobody, but the list shows %s: Okta would make a second account, or be "+
			"refused", describe([]*account{one.account}))
	case len(list) > 1:
		problem = fmt.Sprintf("the lookup finds %s: Okta may link the wrong one", told(list))
	case one.account != nil && list[0].ID() != one.account.id:
		problem = fmt.Sprintf("the lookup finds %s: Okta would link that account and overwrite it", told(list))
	}
	if problem != "" {
		t.Failf(a.Op(), "", expected, "%s", problem)
	}
	return problem
}

// answered words an answer that is no list.
func answered(a okta.Answer) string {
	switch {
	case a.Err != nil:
		return "nothing (" + a.Err.Error() + ")"
	case !a.OK():
		return fmt.Sprint(a.Status)
	}
	return fmt.Sprintf("%d without a list", a.Status)
}

// told names what a lookup found.
func told(list []okta.Resource) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%s (id %s)",
			or(r.String("userName"), or(r.String("displayName"), "a resource without a name")), r.ID()))
	}
	return names(out)
}

func (p *Plan) judgeActive(one *planned) []check.Problem {
	if one.account.active {
		return nil
	}
	return problem("GET /Users active", "true", "false: being assigned gives the person access again")
}

func (p *Plan) judgeAttributes(one *planned) []check.Problem {
	if empty := p.emptyOf(one); len(empty) > 0 {
		return problem("the roster", "givenName, familyName and email", "the mapping leaves %s empty",
			strings.Join(empty, ", "))
	}
	return nil
}

// emptyOf are the base attributes for which Okta has no value.
func (p *Plan) emptyOf(one *planned) []string {
	var out []string
	for _, attribute := range []struct{ column, value string }{
		{roster.GivenName, one.GivenName}, {roster.FamilyName, one.FamilyName}, {roster.Email, one.Email},
	} {
		if attribute.value == "" && p.roster.Columns[attribute.column] {
			out = append(out, attribute.column)
		}
	}
	return out
}

func (p *Plan) judgeRole(one *planned) []check.Problem {
	if !p.wrongRole(one) {
		return nil
	}
	source := "none of the person's groups is mapped"
	switch {
	case one.decisive == "" && len(one.Groups) > 0 && !p.env.Profile.HasAction(profile.PushGroups):
		source = "groups are not pushed"
	case one.decisive == "" && len(one.Groups) > 0:
		source = "the person's groups (" + strings.Join(one.Groups, ", ") + ") are not mapped"
	case containsFold(one.Groups, one.decisive):
		source = "the group " + one.decisive + " gives it"
	case one.decisive != "":
		source = "the account is already in the group " + one.decisive + ", which gives it and is not pushed"
	}
	return problem("the mapping", "the role "+one.Role, "%s: %s", orNone(one.then), source)
}

func (p *Plan) judgeKeepsRole(one *planned) []check.Problem {
	if !p.loses(one) {
		return nil
	}
	return problem("the mapping", one.now+", as today", "%s", orNone(one.then))
}

// losers are those of some people who would lose their present role.
func (p *Plan) losers(of func(*planned) bool) (all []*planned) {
	for i := range p.people {
		if one := &p.people[i]; p.loses(one) && of(one) {
			all = append(all, one)
		}
	}
	return all
}

func (p *Plan) isAdminToday(one *planned) bool { return p.isAdmin(one.account) }

// needRoles ends a check that judges present roles when they cannot be seen.
func (p *Plan) needRoles(t *kit.T) {
	if p.mapping.highest() == "" {
		t.Unsupported("the app profile maps no group to a role")
	}
	if p.mapping.attribute == "" && p.mapping.admin == "" {
		t.Unsupported("the app profile states neither roles.attribute nor roles.existing_admin: who is %s today is not known",
			p.mapping.highest())
	}
}

// lockedOut reports whether everybody who has the highest role, as far as the app shows it, would lose it.
func (p *Plan) lockedOut() bool {
	if p.mapping.highest() == "" || p.mapping.attribute == "" && p.mapping.admin == "" || !p.target.whole {
		return false
	}
	today, after := p.admins()
	return today > 0 && after <= 0
}

func (p *Plan) checkAdmins(t *kit.T) {
	p.needRoles(t)
	if losers := p.losers(p.isAdminToday); len(losers) > 0 {
		t.Failf("", "the mapping", fmt.Sprintf("everybody who is %s today stays it: put them into a group that gives it, or "+
			"state their new role in the roster", p.mapping.highest()),
			"%s", becoming(losers, p.mapping.highest()))
	}
}

// becoming words who would lose the highest role: "3 present admins would
// become Viewer: ann@…, ben@…".
func becoming(losers []*planned, highest string) string {
	var parts []string
	var then []string
	for _, one := range losers {
		if !slices.Contains(then, one.then) {
			then = append(then, one.then)
		}
	}
	for _, role := range then {
		var who []string
		for _, one := range losers {
			if one.then == role {
				who = append(who, one.UserName)
			}
		}
		word := highest
		if strings.EqualFold(highest, "admin") || strings.EqualFold(highest, "administrator") {
			word = strings.ToLower(highest)
		}
		parts = append(parts, fmt.Sprintf("%s would become %s: %s", plural(len(who), "present "+word, "present "+word+"s"),
			orNone(role), names(who)))
	}
	return strings.Join(parts, "; ")
}

func (p *Plan) checkLockOut(t *kit.T) {
	p.needRoles(t)
	if !p.target.whole {
		t.Unsupported("only the people of the roster were looked up; with --snapshot everybody is read")
	}
	switch today, after := p.admins(); {
	case after > 0:
	case today == 0:
		t.Unsupported("the app lists nobody who is %s today: nobody can lose the role, and who else has it is not known",
			p.mapping.highest())
	default:
		t.Failf("", "the mapping", "somebody who is "+p.mapping.highest()+" after the assignment",
			"nobody: none of the people with the role today keeps it, and no group of the roster gives it")
	}
}

// admins returns how many people have the highest role, and how many would have it.
func (p *Plan) admins() (today, after int) {
	for i := range p.target.users {
		if p.isAdmin(&p.target.users[i]) {
			today++
		}
	}
	after = today
	for i := range p.people {
		one := &p.people[i]
		isAdmin := one.account != nil && p.isAdmin(one.account)
		willBe := one.Status == roster.Assigned && strings.EqualFold(one.then, p.mapping.highest()) && one.what != NoKey
		switch {
		case willBe && !isAdmin:
			after++
		case isAdmin && (p.willBeLinked(one) && !willBe || one.Status == roster.Leaver):
			after--
		}
	}
	return today, after
}

// seats are those that the pilot takes, and those that are free.
func (p *Plan) seats() (needed, free int) {
	for i := range p.people {
		one := &p.people[i]
		if one.what == Create || one.what == Reactivate || one.what == Ambiguous && one.account == nil {
			needed++
		}
	}
	if s := p.env.Profile.Seats; s != nil {
		free = s.Limit - p.target.active()
	}
	return needed, free
}

func (p *Plan) checkSeats(t *kit.T) {
	if !p.target.whole {
		t.Unsupported("only the people of the roster were looked up; with --snapshot everybody is counted")
	}
	needed, free := p.seats()
	if needed > max(free, 0) {
		t.Failf("", "seats.limit "+number(p.env.Profile.Seats.Limit), plural(needed, "free seat", "free seats"),
			"%s: %s would be refused", number(max(free, 0)), people(needed-max(free, 0)))
	}
}

// needGroups ends a check about groups that could not be read.
func (s *setup) needGroups(t *kit.T) {
	if s.target.groupsError != nil {
		cause, _, _ := strings.Cut(s.target.groupsError.Error(), "\n")
		t.Block("%s", cause)
	}
}

// checkGroup holds what the list shows against what Okta's lookup finds.
func (p *Plan) checkGroup(t *kit.T, name string) {
	p.needGroups(t)
	there := p.target.groupsNamed(name)
	var told1 []string
	for _, g := range there {
		told1 = append(told1, fmt.Sprintf("%s (id %s)", g.name, g.id))
	}
	if len(there) > 1 {
		t.Failf("GET /Groups", "displayName", "no group named "+name+", or one", "%d: %s", len(there), names(told1))
	}
	a := t.Okta.LookupGroup(t, name)
	list, whole := a.List()
	if a.Err == nil && a.Status == http.StatusNotFound && a.Resource != nil {
		list, whole = nil, true
	}
	expected := "the lookup finds no group, which is created"
	if len(there) == 1 {
		expected = "the lookup finds " + told1[0] + ", which is linked"
	}
	switch {
	case !a.OK() && a.Status != http.StatusNotFound, !whole && len(there) > 0:
		t.Failf(a.Op(), "", expected, "%s: Okta stops and shows an error in Push Groups", answered(a))
	case len(there) > 1:
	case len(there) == 0 && len(list) > 0:
		t.Failf(a.Op(), "", expected, "%s: Okta would link it and push members to it", told(list))
	case len(there) == 1 && len(list) == 0:
		t.Failf(a.Op(), "", expected, "nothing: Okta would make a twin")
	case len(there) == 1 && (len(list) > 1 || list[0].ID() != there[0].id):
		t.Failf(a.Op(), "", expected, "%s: Okta may link the wrong one", told(list))
	}
}

// strangers are members of a present group who are not in the roster's.
func (p *Plan) strangers(name string) []string {
	var out []string
	for _, g := range p.target.groupsNamed(name) {
		for _, id := range g.members {
			a := p.target.user(id)
			if a == nil {
				out = append(out, "id "+id)
				continue
			}
			if one := p.taken[a]; one == nil || !containsFold(one.Groups, name) {
				out = append(out, or(a.userName, "id "+id))
			}
		}
	}
	slices.Sort(out)
	return out
}

func (p *Plan) checkStrangers(t *kit.T, name string) {
	p.needGroups(t)
	if len(p.target.groupsNamed(name)) == 0 {
		return
	}
	if strangers := p.strangers(name); len(strangers) > 0 {
		t.Failf("GET /Groups", "members", "only people whom the roster has in "+name,
			"%s more: %s; they stay until Push Now, which removes them", number(len(strangers)), names(strangers))
	}
}

// unassigned are members of a pushed group who are not assigned to the app.
func (s *setup) unassigned(name string) []string {
	var out []string
	for _, one := range s.roster.People {
		if one.Status == roster.NotAssigned && containsFold(one.Groups, name) {
			out = append(out, one.UserName)
		}
	}
	return out
}

func (p *Plan) checkAssigned(t *kit.T, name string) {
	if list := p.unassigned(name); len(list) > 0 {
		t.Failf("", "the roster", "every member of "+name+" is assigned to the app", "%s not: %s; Okta does not push "+
			"them. Assign them by a group that is not pushed, as Okta supports no group for both",
			people(len(list)), names(list))
	}
}

func (p *Plan) checkLeaveOrder(t *kit.T, one *roster.Person) {
	if len(one.Groups) > 0 {
		t.Failf("", "the roster", one.UserName+" in none of the pushed groups", "still in %s. Remove the leaver from the pushed "+
			"groups first, then unassign", names(one.Groups))
	}
}
