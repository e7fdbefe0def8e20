using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class DistributionTests
{
    [Theory, MemberData(nameof(Policies.All), MemberType = typeof(Policies))]
    public void SampledAndGreedyActions_AreLegal(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Any, scene =>
        {
            Tensor?[] observation = subject.Observe(scene);

            subject.AssertLegal(observation, subject.Act(observation, new RandomStream(scene.Seed)).Actions);
            subject.AssertLegal(observation, subject.ActGreedily(observation).Actions);
        }, cases: 40);
    }
}
