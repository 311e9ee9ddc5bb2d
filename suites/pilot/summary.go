package pilot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// Headline is one sentence of what an admin must know first.
type Headline struct {
	Level kit.Level `json:"level"`
	Text  string    `json:"text"`
}

type headlines []Headline

func (h *headlines) must(format string, args ...any) {
	*h = append(*h, Headline{kit.Must, fmt.Sprintf(format, args...)})
}

func (h *headlines) should(format string, args ...any) {
	*h = append(*h, Headline{kit.Should, fmt.Sprintf(format, args...)})
}

// Headlines are what speaks against assigning the pilot, the worst first: who
// would lose a role, admins before all others. They are whole once the checks
// have run.
func (p *Plan) Headlines() []Headline {
	var out headlines
	p.losses(&out)
	p.faults(&out)
	p.doubts(&out)
	return out
}

// losses are the roles that would be lost.
func (p *Plan) losses(out *headlines) {
	if admins := p.losers(p.isAdminToday); len(admins) > 0 {
		out.must("%s", becoming(admins, p.mapping.highest()))
	}
	if p.lockedOut() {
		out.must("nobody would be %s any more", p.mapping.highest())
	}
	for _, role := range p.mapping.roles {
		if strings.EqualFold(role, p.mapping.highest()) {
			continue
		}
		if losers := p.losers(func(one *planned) bool { return strings.EqualFold(one.now, role) }); len(losers) > 0 {
			out.must("%s", becoming(losers, role))
		}
	}
}

// faults are what else would go wrong.
func (p *Plan) faults(out *headlines) {
	if who := p.who(func(one *planned) bool { return one.what == Ambiguous }); len(who) > 0 {
		out.must("%s ambiguous, Okta may link the wrong account or make a second one: %s", are(len(who)), names(who))
	}
	if who := p.who(func(one *planned) bool { return one.what == NoKey }); len(who) > 0 {
		out.must("%s without the e-mail address that Okta looks people up by: %s", are(len(who)), names(who))
	}
	if who := p.who(p.wrongRole); p.mapping.stated && len(who) > 0 {
		out.must("%s would not get the role of the roster: %s", people(len(who)), names(who))
	}
	if needed, free := p.seats(); p.env.Profile.Seats != nil && p.target.whole && needed > max(free, 0) {
		out.must("%s needed, %s free: %s would be refused", plural(needed, "seat is", "seats are"), number(max(free, 0)),
			people(needed-max(free, 0)))
	}
	for _, name := range p.pushed {
		if list := p.unassigned(name); len(list) > 0 {
			out.must("%s of %s %s not assigned to the app and will not be pushed: %s", plural(len(list), "member", "members"),
				name, isAre(len(list)), names(list))
		}
	}
	for _, name := range p.pushed {
		if n := len(p.target.groupsNamed(name)); n > 1 {
			out.must("the app has %d groups named %s: Okta may link the wrong one", n, name)
		}
	}
	if who := p.who(func(one *planned) bool { return len(p.emptyOf(one)) > 0 }); len(who) > 0 {
		out.must("the mapping leaves attributes of %s empty: %s", people(len(who)), names(who))
	}
	if p.target.groupsError != nil {
		cause, _, _ := strings.Cut(p.target.groupsError.Error(), "\n")
		out.must("the groups of the app could not be read: %s", cause)
	}
}

// doubts are what may be meant so.
func (p *Plan) doubts(out *headlines) {
	if who := p.who(func(one *planned) bool { return one.what == Reactivate }); len(who) > 0 {
		out.should("%s inactive today and would have access again: %s", are(len(who)), names(who))
	}
	var staying []string
	for _, one := range p.leavers {
		if len(one.Groups) > 0 {
			staying = append(staying, one.UserName)
		}
	}
	if len(staying) > 0 {
		out.should("%s still in a pushed group; remove them from it first, then unassign: %s", are(len(staying)), names(staying))
	}
	if who := p.who(func(one *planned) bool { return one.what == Reactivate && len(one.Groups) > 0 }); len(who) > 0 {
		out.should("press «Push now» after the reactivation of %s: Okta pushes no inactive users", names(who))
	}
	for _, name := range p.pushed {
		if list := p.strangers(name); len(list) > 0 {
			out.should("%s has %s who %s not in the roster; Push Now removes them: %s", name,
				plural(len(list), "member", "members"), isAre(len(list)), names(list))
		}
	}
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func are(n int) string { return people(n) + " " + isAre(n) }

func (p *Plan) who(is func(*planned) bool) []string {
	var out []string
	for i := range p.people {
		if one := &p.people[i]; one.Status == roster.Assigned && is(one) {
			out = append(out, one.UserName)
		}
	}
	return out
}

func (p *Plan) wrongRole(one *planned) bool {
	return one.Role != "" && !strings.EqualFold(one.Role, one.then)
}

// Numbers are the sums of the plan, a sentence each.
func (p *Plan) Numbers() []string {
	counts := map[What]int{}
	for i := range p.people {
		counts[p.people[i].what]++
	}
	var parts []string
	for _, one := range []struct {
		what What
		text string
	}{
		{Create, "will be created"}, {Link, "linked to an account that is there"}, {Provisioned, "already provisioned"},
		{Reactivate, "reactivated"},
		{Ambiguous, "ambiguous"}, {NoKey, "without an e-mail address"}, {NotPushed, "not assigned"},
	} {
		if n := counts[one.what]; n > 0 {
			parts = append(parts, number(n)+" "+one.text)
		}
	}
	if n := counts[Leaves]; n > 0 {
		parts = append(parts, plural(n, "leaver", "leavers"))
	}
	out := []string{people(len(p.people)) + ": " + strings.Join(parts, ", ") + "."}
	if p.mapping.stated {
		if roles := p.roleNumbers(); roles != "" {
			out = append(out, "Roles by the mapping: "+roles+".")
		}
	}
	if s := p.env.Profile.Seats; s != nil && p.target.whole {
		needed, free := p.seats()
		out = append(out, fmt.Sprintf("Seats: %s needed, %s of %s free.", number(needed), number(max(free, 0)),
			number(s.Limit)))
	}
	if len(p.pushed) > 0 && p.target.groupsError == nil {
		there, fresh := []string{}, []string{}
		for _, name := range p.pushed {
			if len(p.target.groupsNamed(name)) > 0 {
				there = append(there, name)
			} else {
				fresh = append(fresh, name)
			}
		}
		text := "Groups: "
		if len(fresh) > 0 {
			text += fmt.Sprintf("%s will be created (%s)", number(len(fresh)), names(fresh))
		}
		if len(there) > 0 {
			if len(fresh) > 0 {
				text += ", "
			}
			text += fmt.Sprintf("%s linked to one that is there (%s)", number(len(there)), names(there))
		}
		out = append(out, text+".")
	}
	return append(out, p.readNumbers())
}

// readNumbers says what was read.
func (s *setup) readNumbers() string {
	what := "Read: " + plural(len(s.target.users), "user", "users")
	if !s.target.whole {
		what += " by lookups"
	}
	return fmt.Sprintf("%s, %s of the app. Nothing was written.", what, plural(len(s.target.groups), "group", "groups"))
}

// Notes are what was odd about the reading.
func (s *setup) Notes() []string { return s.reader.notes }

func (p *Plan) roleNumbers() string {
	counts := map[string]int{}
	for i := range p.people {
		if one := &p.people[i]; one.Status == roster.Assigned {
			counts[one.then]++
		}
	}
	var parts []string
	for _, role := range append(append([]string(nil), p.mapping.roles...), "") {
		if n := counts[role]; n > 0 {
			parts = append(parts, number(n)+" "+orNone(role))
		}
	}
	return strings.Join(parts, ", ")
}

// Numbers are the sums of what was verified, a sentence each.
func (v *Verify) Numbers() []string {
	text := fmt.Sprintf("%s of the roster, %s", people(len(v.assigned)), plural(len(v.leavers), "leaver", "leavers"))
	if v.before != nil {
		text += fmt.Sprintf(", held against %s of before", plural(len(v.before.Users), "account", "accounts"))
	}
	return []string{text + ".", v.readNumbers()}
}

// number writes a number with commas between the thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// people is a number of people: "1 person", "1,204 people".
func people(n int) string { return plural(n, "person", "people") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// names lists the first few of many.
func names(list []string) string {
	const most = 20
	if len(list) > most {
		return fmt.Sprintf("%s and %s more", strings.Join(list[:most-1], ", "), number(len(list)-most+1))
	}
	return strings.Join(list, ", ")
}

// or gives a word for an empty text.
func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
