//! One journey, two ways: through the gateway of one machine, and as events through the functions' binaries, on engines of
//! the same kinds. What is answered is the same.

mod gateway;
mod journey;
mod told;

use journey::journey;

#[tokio::test]
async fn the_binaries_answer_what_the_gateway_of_one_machine_answers() {
    let (here, there) = tokio::join!(gateway::of_one_machine(), gateway::of_the_cloud());
    let (here, there) = (journey(&here).await, journey(&there).await);
    assert_eq!(here.len(), there.len());
    let different: Vec<_> = here.iter().zip(&there).filter(|(here, there)| here != there).collect();
    assert!(different.is_empty(), "the gateway's answers, and the binaries': {different:#?}");
}
