using Masking.Policies.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

public sealed class RecurrentTests
{
    private const int Rows = 64;
    private const int Steps = 50;

    [Fact]
    public void Gru_ActsAsTheFileOverManySteps() =>
        ActsAlike<SentryPolicy, SentryPolicy.Observation, SentryPolicy.Actions, SentryPolicy.Distribution, SentryPolicy.Memory>();

    [Fact]
    public void Lstm_ActsAsTheFileOverManySteps() =>
        ActsAlike<ConvoyPolicy, ConvoyPolicy.Observation, ConvoyPolicy.Actions, ConvoyPolicy.Distribution, ConvoyPolicy.Memory>();

    [Fact]
    public void CustomCore_ActsAsTheFileOverManySteps() =>
        ActsAlike<DriftPolicy, DriftPolicy.Observation, DriftPolicy.Actions, DriftPolicy.Distribution, DriftPolicy.Memory>();

    /// <summary>The policy and the file each keep their own memory.</summary>
    private static void ActsAlike<TPolicy, TObservation, TActions, TDistribution, TMemory>()
        where TPolicy : nn.Module, IMaskedNetwork, IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory>, new()
        where TObservation : IRecurrentObservation<TObservation, TMemory>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
        where TMemory : IPolicyMemory<TMemory>
    {
        using DisposeScope scope = NewDisposeScope();
        using TPolicy policy = new();
        Weights.Randomise(policy, seed: 1);
        using ExportedPolicy exported = new(policy);
        RandomStream stream = new(seed: 3);
        RandomStream ofFile = new(seed: 3);
        TMemory memory = policy.InitialMemory(Rows);
        Dictionary<string, Tensor> kept = Named(memory);
        for (int step = 0; step < Steps; step++)
        {
            Dictionary<string, Tensor> inputs = RandomInputs.Of(policy.Declaration, exported.Inputs, Rows);
            Dictionary<string, Tensor> ofPolicy = new(inputs);
            foreach ((string name, Tensor tensor) in Named(memory))
            {
                (inputs[name], ofPolicy[name]) = (kept[name], tensor);
            }

            TObservation observation = TObservation.FromTensors([.. TObservation.MemberNames.Select(member => ofPolicy[member])]);
            Step<TActions, TMemory> expected = policy.Act(observation, stream);
            Dictionary<string, Tensor> outputs = exported.Run(inputs, ofFile.Next());
            Agreement.Require(TActions.MemberNames.Zip(expected.Actions.ToTensors(), (name, action) => (name, action!)), outputs, Rows);
            Agreement.RequireClose(expected.LogProb, outputs["logProb"]);
            memory = expected.Memory;
            kept = TMemory.MemberNames.ToDictionary(name => $"Memory.{name}", name => outputs[$"next.{name}"]);
        }

        foreach ((string name, Tensor tensor) in Named(memory))
        {
            Agreement.RequireClose(tensor, kept[name]);
        }
    }

    private static Dictionary<string, Tensor> Named<TMemory>(TMemory memory) where TMemory : IPolicyMemory<TMemory> =>
        TMemory.MemberNames.Zip(memory.ToTensors()).ToDictionary(each => $"Memory.{each.First}", each => each.Second!);
}
