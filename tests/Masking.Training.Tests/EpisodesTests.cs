using TorchSharp;
using static TorchSharp.torch;
using Recorder = Masking.Training.Tests.Recorded<
    Masking.Training.Tests.TMazeRecallPolicy.Observation,
    Masking.Training.Tests.TMazeRecallPolicy.Actions
>;

namespace Masking.Training.Tests;

/// <summary>Episodes of a policy with memory.</summary>
public sealed class EpisodesTests : IDisposable
{
    private const int Environments = 3;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TMazeRecallPolicy _policy;
    private readonly Recorder _recorder = new(
        RecallTraining.Worlds(Environments, maze: () => new TMaze(length: 5, entrances: 3, limit: 4)));

    public EpisodesTests()
    {
        set_num_threads(1);
        manual_seed(1);
        _policy = new TMazeRecallPolicy();
        using IDisposable frozen = no_grad();
        foreach (Tensor parameter in _policy.parameters())
        {
            // Large parameters, so that the actions depend on the memory.
            parameter.normal_(0, 3);
        }
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _policy.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Returns_AreThoseOfThePolicyWithItsMemory()
    {
        IReadOnlyList<double> returns = Episodes.Returns(_recorder, _policy, stream: null, episodesPerRow: 6);

        Assert.Equal(Environments * 6, returns.Count);
        RequireActionsWithMemory();
    }

    [Fact]
    public void Frames_AreThoseOfThePolicyWithItsMemory()
    {
        Assert.NotEmpty(Episodes.Frames(_recorder, _policy, stream: null).ToArray());

        RequireActionsWithMemory();
    }

    /// <summary>Asserts that the recorded actions are those of the policy step by step, and that they need the memory.</summary>
    private void RequireActionsWithMemory()
    {
        Lane[] taken = [.. _recorder.Steps.SelectMany(step => Lanes(step.Actions))];
        using CarriedMemory<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> memory = _policy.CarryMemory(Environments);
        Assert.Equal(taken, _recorder.Steps.SelectMany(step =>
        {
            Step<TMazeRecallPolicy.Actions> acted = _policy.ActGreedily(memory.AddTo(step.Before));
            memory.Remember(acted);
            memory.Reset(step.Dones);
            return Lanes(acted.Actions);
        }));
        Assert.NotEqual(taken, _recorder.Steps.SelectMany(step => Lanes(_policy.ActGreedily(step.Before).Actions)));
    }

    private static Lane[] Lanes(TMazeRecallPolicy.Actions actions) =>
        [.. Enumerable.Range(0, Environments).Select(row => actions.LaneAt(row))];
}
