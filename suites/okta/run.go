package okta

import "fmt"

// Run is what came of one sequence.
type Run struct {
	Answers []Answer
	ID      string // of the user or group, once it is known
	// Stop says where and why Okta would stop; "" when it went through.
	Stop string
}

// Last is the last answer, or the zero one when nothing was sent.
func (r Run) Last() Answer {
	if len(r.Answers) == 0 {
		return Answer{}
	}
	return r.Answers[len(r.Answers)-1]
}

// add notes an answer and tells whether Okta would go on.
func (r *Run) add(a Answer) bool {
	r.Answers = append(r.Answers, a)
	switch {
	case a.Err != nil:
		r.stop("%s was not answered (%v), Okta stops", a.Op(), a.Err)
	case !a.OK():
		r.stop("%s answered %d%s, Okta stops", a.Op(), a.Status, detail(a))
	}
	return r.Stop == ""
}

// read is add for a GET by id, whose resource Okta needs.
func (r *Run) read(a Answer) (Resource, bool) {
	if !r.add(a) {
		return nil, false
	}
	if a.Resource == nil {
		r.stop("%s answered %d without a resource, Okta stops", a.Op(), a.Status)
		return nil, false
	}
	return a.Resource, true
}

// longestDetail is how much of an error's detail is worth repeating, in runes.
const longestDetail = 200

// detail is what an error says about itself, in brackets.
func detail(a Answer) string {
	text := []rune(a.Resource.String("detail"))
	if len(text) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s)", string(text[:min(len(text), longestDetail)]))
}

func (r *Run) stop(format string, args ...any) {
	if r.Stop == "" {
		r.Stop = fmt.Sprintf(format, args...)
	}
}
