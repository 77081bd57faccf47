//! Pools of connections: all of them are made here.

use sqlx::any::AnyPoolOptions;

/// A pool of at most so many connections, which stay until it is closed.
///
/// sqlx has a task that closes connections which were idle for long. It walks over as many as a counter says, and while
/// a connection comes back and another is taken, the counter is below zero for an instant (0.9.0, `PoolInner::release`):
/// then it walks for ever, holds a core, and the process cannot end. Without a limit of time there is no such task.
#[allow(clippy::disallowed_methods)] // the one place that makes pools
pub fn of(most: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(most).idle_timeout(None).max_lifetime(None)
}

#[cfg(test)]
mod tests {
    #[test]
    fn nobody_walks_over_idle_connections() {
        let options = super::of(3);
        assert_eq!(options.get_max_connections(), 3);
        assert_eq!((options.get_idle_timeout(), options.get_max_lifetime()), (None, None));
    }
}
