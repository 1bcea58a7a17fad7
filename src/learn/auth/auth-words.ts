/** Headers of second secrets, and names of operations that hand credentials out. */
export const CSRF_HEADER = /csrf|xsrf/i;
export const LOGIN_NAME = /log|auth|session|token|sign/i;
/** First step of the path of a secret that an answer's header held. */
export const ANSWER_HEADER = 'answer-header';
