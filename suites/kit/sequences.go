package kit

// The sequences that journeys carry out.
var (
	// PushUser: lookup, create.
	PushUser = Sequence{Name: "push user", Step: CreateUser, Carry: func(t *T, j *Journey) {
		sent := t.Who()
		j.Run = t.Okta.PushUser(t, sent)
		j.Person = Person{ID: j.Run.ID, Sent: sent}
	}}
)
