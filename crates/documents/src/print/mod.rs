//! Printed sheets (PDF).
