use kenmovie_common::ports::{Push as _, PushError};
use kenmovie_embedded::Sockets;

#[tokio::test]
async fn a_frame_reaches_its_connection_and_no_other() {
    let sockets = Sockets::default();
    let mut one = sockets.connect("one", 4);
    let mut two = sockets.connect("two", 4);
    sockets.push("one", "hello").await.unwrap();
    assert_eq!(one.try_recv().unwrap(), "hello");
    assert!(two.try_recv().is_err());
}

#[tokio::test]
async fn a_connection_that_is_gone_says_so() {
    let sockets = Sockets::default();
    assert_eq!(sockets.push("never", "x").await, Err(PushError::Gone));
    drop(sockets.connect("dropped", 4));
    assert_eq!(sockets.push("dropped", "x").await, Err(PushError::Gone));
    let _receiver = sockets.connect("ended", 4);
    sockets.disconnect("ended");
    assert_eq!(sockets.push("ended", "x").await, Err(PushError::Gone));
}

#[tokio::test]
async fn a_connection_that_does_not_read_takes_no_more() {
    let sockets = Sockets::default();
    let mut slow = sockets.connect("slow", 1);
    sockets.push("slow", "1").await.unwrap();
    assert_eq!(sockets.push("slow", "2").await, Err(PushError::Unavailable));
    assert_eq!(slow.try_recv().unwrap(), "1");
    sockets.push("slow", "3").await.unwrap();
}
