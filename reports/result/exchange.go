package result

// Exchange is one request and its answer, with secrets removed. The JSON names are
// part of the report schema oktascim/report/v1.
type Exchange struct {
	Method          string            `json:"method"`
	URL             string            `json:"url"`
	RequestHeaders  map[string]string `json:"request_headers,omitempty"`
	Request         string            `json:"request,omitempty"`
	Status          int               `json:"status,omitempty"`
	ResponseHeaders map[string]string `json:"response_headers,omitempty"`
	Response        string            `json:"response,omitempty"`
	// MS is the time from the request's first byte to the answer's last, in milliseconds.
	MS float64 `json:"ms"`
	// Error says why there is no answer.
	Error string `json:"error,omitempty"`
	// Faulty marks the exchange in which the problem was seen.
	Faulty bool `json:"faulty,omitempty"`
}

// Timing is how long one request took, in milliseconds.
type Timing struct {
	Method string  `json:"method"`
	URL    string  `json:"url"`
	MS     float64 `json:"ms"`
}
