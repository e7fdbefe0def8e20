using Masking;

namespace Examples.Language.Recurrent;

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [Core(32)]        public partial GruCore Core { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
}

public sealed class RecurrentPolicyExamples
{
    [Fact]
    public void AMemory_IsKept_AndClearedWhereAnEpisodeEnds()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(environments: 2);
        RandomStream stream = new(seed: 1);
        (int environment, float score) = (1, 5);
        batch.Globals(0)[0] = batch.Globals(1)[0] = 1;

        using Step<SkirmishPolicy.Actions, SkirmishPolicy.Memory> step = policy.Act(batch.Observation, stream);
        batch.Remember(step.Memory);
        batch.Clear(environment);
        batch.Globals(environment)[0] = score;

        float[] memory = [.. batch.Observation.Memory.Hidden.abs().sum(1).data<float>()];
        Assert.True(memory[0] > 0);
        Assert.Equal(0, memory[1]);
        Assert.Equal(5, batch.Observation.Globals[1, 0].item<float>());
    }
}
