package watch

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
)

// Sequence is an ordered list of Okta's requests for one action of an admin, as it was recognized.
type Sequence struct {
	Name     string // "push new user"
	Who      string
	Outcome  result.Outcome
	Text     string // what came of it
	Started  time.Time
	Took     time.Duration
	Requests int
	Failed   []result.Key // checks that found something in it
}

// String returns the sequence as a line.
func (s Sequence) String() string {
	requests := "1 request"
	if s.Requests != 1 {
		requests = fmt.Sprintf("%d requests", s.Requests)
	}
	return fmt.Sprintf("%s  %-14s  %-30s  %s (%s, %s)", s.Started.Format(time.TimeOnly), s.Name, s.Who, s.Text, requests,
		s.Took.Round(time.Millisecond))
}

// running is a sequence that may go on.
type running struct {
	key           string
	steps         []step
	started, last time.Time
}

// sequences recognizes them, also when many run at the same time: each is of one user or group, or one import.
type sequences struct {
	open map[string]*running
	// grace is how long a sequence that may be over is waited for, patience one that cannot be.
	grace, patience time.Duration
	ended           func(*running, Sequence)
}

// The times between two requests of one sequence of Okta's are well below a second.
const (
	graceTime    = 2 * time.Second
	patienceTime = 2 * time.Minute
)

// add puts an exchange into its sequence.
func (q *sequences) add(s step) {
	key := q.keyOf(&s)
	r := q.open[key]
	if r != nil && r.begins(s) {
		q.end(r)
		r = nil
	}
	if r == nil {
		r = &running{key: key, started: s.Started}
		q.open[key] = r
	}
	r.steps = append(r.steps, s)
	if len(r.steps) > mostSteps { // only what leads to a name is kept of a long import
		r.steps = append(r.steps[:1:1], r.steps[2:]...)
	}
	if r.last = s.Started.Add(s.Elapsed); r.complete() {
		q.end(r)
	}
}

const mostSteps = 1000

func (q *sequences) keyOf(s *step) string {
	if s.who != "" {
		return string(s.kind) + " " + strings.ToLower(s.who)
	}
	if s.kind != "" && s.id == "" && s.Method == http.MethodGet {
		if s.count > 2 {
			return string(s.kind) + " import"
		}
		return string(s.kind) + " test"
	}
	return string(s.kind) + " " + s.id + " " + s.URL[strings.LastIndex(s.URL, "/")+1:]
}

// begins reports whether an exchange begins another sequence of the same user or group.
func (r *running) begins(s step) bool {
	last := r.steps[len(r.steps)-1]
	switch {
	case s.what == erase:
		return true
	case s.attribute != "" || s.kind != "" && s.id == "" && s.start <= 1 && s.Method == http.MethodGet:
		return true
	case s.Method == http.MethodPatch && s.kind == harness.Groups: // one that names a group belongs to its push
		first := r.steps[0]
		push := first.attribute != "" || first.what == create
		return !push || s.wholeMembers || len(s.takes) > 0
	case s.Method == http.MethodPatch && s.kind == harness.Users:
		return r.steps[0].attribute == ""
	case s.what != "" && s.what != same && last.what != "":
		return r.steps[0].attribute == "" && r.steps[0].what != create && last.Method == http.MethodPut && s.what != last.what
	case s.Method == http.MethodGet && s.id != "" &&
		s.kind == harness.Users: // (GET, PUT) twice is a link; alone it is an update
		return last.what != "" && r.steps[0].attribute == ""
	}
	return false
}

// complete reports whether nothing can follow.
func (r *running) complete() bool {
	last := r.steps[len(r.steps)-1]
	puts, created := 0, false
	for _, s := range r.steps {
		created = created || s.what == create
		if s.Method == http.MethodPut || s.what == reactivate && s.Method == http.MethodPatch {
			puts++
		}
	}
	switch {
	case last.stopped():
		return true
	case last.kind == "":
		return true
	case last.attribute == "" && last.id == "" && last.Method == http.MethodGet:
		return !last.left
	case last.kind == harness.Users && last.what == create, last.what == erase:
		return true
	case last.kind == harness.Groups && created:
		return last.Method == http.MethodPut || last.Method == http.MethodPatch && len(last.adds) > 0
	case last.kind == harness.Groups:
		return puts == 2
	case last.kind == harness.Users && r.steps[0].attribute == "":
		return last.what != ""
	case last.kind == harness.Users:
		return puts == 2
	}
	return false
}

// stopped reports whether Okta ends the sequence after this answer.
func (s step) stopped() bool {
	missed := s.attribute != "" && s.Err == nil && s.Status == http.StatusNotFound
	return !s.OK() && !missed
}

// undecided reports whether a sequence cannot be over: Okta has looked and not acted.
func (r *running) undecided() bool {
	last := r.steps[len(r.steps)-1]
	return last.Method == http.MethodGet && last.kind != "" && !last.stopped() && (last.attribute != "" ||
		last.id != "" || last.left)
}

// tick ends what has waited long enough; all ends everything.
func (q *sequences) tick(now time.Time, all bool) {
	for _, r := range q.open {
		wait := q.grace
		if r.undecided() {
			wait = q.patience
		}
		if all || now.Sub(r.last) >= wait {
			q.end(r)
		}
	}
}

func (q *sequences) end(r *running) {
	delete(q.open, r.key)
	q.ended(r, r.describe())
}

// describe names a sequence and what came of it.
func (r *running) describe() Sequence {
	first, last := r.steps[0], r.steps[len(r.steps)-1]
	s := Sequence{Started: r.started, Took: r.last.Sub(r.started), Requests: len(r.steps), Who: last.who,
		Outcome: result.Pass}
	puts, pages := 0, 0
	var write *step // the one that names the sequence
	for i := range r.steps {
		e := &r.steps[i]
		s.Failed = append(s.Failed, e.failed...)
		if e.Method == http.MethodPut {
			puts++
		}
		pages += e.listed
		if e.what != "" && e.what != same && (write == nil || write.what == rename) {
			write = e
		}
	}
	user := first.kind == harness.Users
	s.Text = "done"
	switch {
	case first.kind == "":
		s.Name, s.Who, s.Text = "other request", first.Op(), fmt.Sprint(first.Status)
	case first.attribute == "" && first.id == "" && first.Method == http.MethodGet:
		s.Name, s.Text = "import "+strings.ToLower(string(first.kind)), fmt.Sprintf("%d listed", pages)
		if first.count <= 2 {
			s.Name, s.Text = "test connector", "answered"
		}
	case user && (first.what == create || last.what == create):
		s.Name, s.Text = "push new user", "created"
	case user && first.attribute != "" && first.off && last.Method != http.MethodGet:
		s.Name, s.Text = "reactivate", "active again"
	case user && first.attribute != "" && last.Method != http.MethodGet:
		s.Name, s.Text = "link user", "linked"
	case user && write != nil:
		s.Name, s.Text = map[change]string{update: "update user", deactivate: "deactivate", reactivate: "reactivate",
			password: "push password"}[write.what], "done"
	case !user && (first.what == create || write != nil && write.what == create):
		s.Name, s.Text = "push group", "created"
	case !user && first.attribute != "" && last.Method != http.MethodGet:
		s.Name, s.Text = "link group", "linked"
	case !user && write != nil && write.what == erase:
		s.Name, s.Text = "delete group", "deleted"
	case !user && write != nil && write.what == rename:
		s.Name, s.Text = "rename group", "done"
	case !user && (puts == 1 || write != nil && write.wholeMembers):
		s.Name = "Push Now"
	case !user && (write != nil || puts > 1):
		s.Name = "membership"
	case first.attribute != "":
		s.Name = "lookup"
	default:
		s.Name = "read"
	}
	if n := len(last.adds); s.Name == "membership" && last.Method == http.MethodPatch {
		s.Text = fmt.Sprintf("%d added, %d removed", n, len(last.takes))
	}
	switch {
	case last.Err != nil:
		s.Outcome, s.Text = result.Fail, "no answer: "+last.Err.Error()
	case last.stopped():
		s.Outcome, s.Text = result.Warn, fmt.Sprintf("refused: %d %s", last.Status, last.detail)
		if len(last.failed) > 0 {
			s.Outcome = result.Fail
		}
	case len(s.Failed) > 0:
		s.Outcome = result.Fail
		s.Text += "; see " + s.Failed[0].ID
	case r.undecided():
		s.Outcome, s.Text = result.Warn, "Okta sent nothing more after "+last.Op()
	}
	return s
}

// early is the problem of a sequence that Okta did not carry on, although it was answered well.
func (r *running) early(waited bool) []result.Problem {
	if !r.undecided() || !waited {
		return nil
	}
	last := r.steps[len(r.steps)-1]
	return check.In(last.Op(),
		result.Problem{Expected: "a further request of Okta's: a create, an update or the next page",
			Actual: "none within " + patienceTime.String() + "; the task in Okta's admin console says why"})
}
