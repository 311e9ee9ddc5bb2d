package pilot

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// PlanSchema names the shape of a plan as JSON.
const PlanSchema = "oktascim/pilot-plan/v1"

// Entry is what the plan says about one person.
type Entry struct {
	UserName  string   `json:"userName"`
	What      What     `json:"what"`
	AccountID string   `json:"accountId,omitempty"`
	Account   string   `json:"account,omitempty"` // its userName
	By        string   `json:"by,omitempty"`      // the attribute by which it is found
	RoleNow   string   `json:"roleNow,omitempty"`
	RoleThen  string   `json:"roleThen,omitempty"` // by the mapping
	RoleAsked string   `json:"roleOfRoster,omitempty"`
	Groups    []string `json:"groups,omitempty"`
	Findings  []string `json:"findings,omitempty"`
}

// Entries are all people, those with findings first.
func (p *Plan) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, withFindings := range []bool{true, false} {
			for i := range p.people {
				if e := p.entry(&p.people[i]); len(e.Findings) > 0 == withFindings && !yield(e) {
					return
				}
			}
		}
	}
}

// Len is how many people the roster has.
func (p *Plan) Len() int { return len(p.people) }

func (p *Plan) entry(one *planned) Entry {
	e := Entry{UserName: one.UserName, What: one.what, By: one.by, RoleNow: one.now, RoleThen: one.then,
		RoleAsked: one.Role, Groups: one.Groups, Findings: one.findings}
	if one.account != nil {
		e.AccountID, e.Account = one.account.id, one.account.userName
	}
	if one.Status == roster.NotAssigned && len(one.Groups) > 0 {
		e.Findings = append(slices.Clip(e.Findings), "a member of "+strings.Join(one.Groups, ", ")+" who will not be pushed")
	}
	return e
}

// Words says what becomes of the person.
func (e Entry) Words() string {
	switch e.What {
	case Create:
		return "will be created"
	case Link:
		return fmt.Sprintf("will be linked to %s by %s", e.Account, e.By)
	case Provisioned:
		return fmt.Sprintf("already provisioned as %s", e.Account)
	case Reactivate:
		return fmt.Sprintf("inactive account %s will be reactivated", e.Account)
	case NoKey:
		return "has no e-mail address to look up"
	case NotPushed:
		return "not assigned to the app"
	case Leaves:
		if e.Account == "" {
			return "leaver, has no account"
		}
		return "leaver, will be deactivated"
	}
	return string(e.What)
}

// Roles is the role today and then: "Admin → Viewer".
func (e Entry) Roles() string {
	switch {
	case e.RoleNow == "" || e.RoleThen == "" || e.RoleNow == e.RoleThen:
		return or(e.RoleThen, e.RoleNow)
	}
	return e.RoleNow + " → " + e.RoleThen
}

// planFile is a plan as JSON, without its people.
type planFile struct {
	Schema    string     `json:"schema"`
	Target    string     `json:"target"`
	Roster    string     `json:"roster"`
	Made      time.Time  `json:"made"`
	Headlines []Headline `json:"headlines"`
	Numbers   []string   `json:"numbers"`
}

// WriteJSON writes the whole plan, a line a person.
func (p *Plan) WriteJSON(w io.Writer) error {
	head, err := json.Marshal(planFile{PlanSchema, p.env.BaseURL, p.roster.File, time.Now().UTC().Truncate(time.Second),
		append([]Headline{}, p.Headlines()...), p.Numbers()})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s,\"people\":[", head[:len(head)-1]); err != nil {
		return err
	}
	separator := "\n"
	for e := range p.Entries() {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", separator, line); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}

// WriteCSV writes the plan as a table, a row a person.
func (p *Plan) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"userName", "what", "account", "accountId", "by", "roleNow", "roleThen", "roleOfRoster",
		"groups", "findings"}); err != nil {
		return err
	}
	for e := range p.Entries() {
		row := []string{e.UserName, string(e.What), e.Account, e.AccountID, e.By, e.RoleNow, e.RoleThen, e.RoleAsked,
			strings.Join(e.Groups, ";"), strings.Join(e.Findings, "; ")}
		for i := range row {
			row[i] = inert(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// inert keeps a spreadsheet from taking a name for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
