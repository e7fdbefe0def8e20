using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// A task that requires memory: a cue is observed at the first step of an episode, and must be repeated at the last step. Every sequence
/// contains two episodes.
/// </summary>
public class RecallTests
{
    private const int Environments = 32;
    private const int EpisodeSteps = 5;
    private const int Steps = 2 * EpisodeSteps;
    private const int Updates = 60;

    [Fact]
    public void AGru_LearnsToRecall() =>
        Assert.Equal(
            1.0,
            LearnToRecall(
                () => new GruRecallPolicy(),
                (cue, memory) =>
                    new GruRecallPolicy.Observation
                    {
                        Cue = cue,
                        AnswerMask = null,
                        Memory = memory,
                    }
            )
        );

    [Fact]
    public void AnLstm_LearnsToRecall() =>
        Assert.Equal(
            1.0,
            LearnToRecall(
                () => new LstmRecallPolicy(),
                (cue, memory) =>
                    new LstmRecallPolicy.Observation
                    {
                        Cue = cue,
                        AnswerMask = null,
                        Memory = memory,
                    }
            )
        );

    [Fact]
    public void WithoutMemory_TheSameTrainingFails()
    {
        manual_seed(1);
        using DisposeScope scope = NewDisposeScope();
        using ForgetfulRecallPolicy policy = new();
        Adam optimiser = new(policy.parameters(), 1e-2);
        RandomStream stream = new(1);
        ForgetfulRecallPolicy.Observation seen = new() { Cue = Cues().flatten(0, 1), AnswerMask = null };
        for (int update = 0; update < Updates; update++)
        {
            using DisposeScope inner = NewDisposeScope();
            ForgetfulRecallPolicy.Actions actions = policy.Act(seen, stream).Actions;
            Improve(
                optimiser,
                policy.Evaluate(seen, actions).LogProb.reshape(Steps, Environments),
                Rewards(actions.Answer.reshape(Steps, Environments))
            );
        }

        Assert.Equal(0.5, ShareRight(policy.ActGreedily(seen).Actions.Answer.reshape(Steps, Environments)));
    }

    /// <summary>Returns the fraction of correct answers after training.</summary>
    private static double LearnToRecall<TObservation, TActions, TDistribution, TMemory>(
        Func<RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>> create, Func<Tensor, TMemory, TObservation> see)
        where TObservation : IRecurrentObservation<TObservation, TMemory>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
        where TMemory : IPolicyMemory<TMemory>
    {
        manual_seed(1);
        using DisposeScope scope = NewDisposeScope();
        using RecurrentPolicy<TObservation, TActions, TDistribution, TMemory> policy = create();
        Adam optimiser = new(policy.parameters(), 1e-2);
        RandomStream stream = new(1);
        Tensor cues = Cues();
        Tensor starts = zeros(Steps, Environments, ScalarType.Bool);
        starts[0] = starts[EpisodeSteps] = ones(Environments, ScalarType.Bool);
        for (int update = 0; update < Updates; update++)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor answers = Played(observation => policy.Act(observation, stream));
            TActions actions = TActions.FromTensors([answers]);
            Improve(optimiser, policy.Evaluate(see(cues, policy.InitialMemory(Environments)), actions, starts).LogProb, Rewards(answers));
        }

        return ShareRight(Played(policy.ActGreedily));

        Tensor Played(Func<TObservation, Step<TActions, TMemory>> act)
        {
            TMemory memory = policy.InitialMemory(Environments);
            List<Tensor> answers = [];
            for (int step = 0; step < Steps; step++)
            {
                Step<TActions, TMemory> taken = act(see(cues[step], memory.Reset(starts[step])));
                answers.Add(taken.Actions.ToTensors()[0]!);
                memory = taken.Memory;
            }

            return stack(answers);
        }
    }

    /// <summary>
    /// Returns observations (steps, environments, 2): the cue, 1 or -1, at the first step of an episode, and whether the answer is
    /// required. Half of the environments start with each cue, and have the other one in the second episode.
    /// </summary>
    private static Tensor Cues()
    {
        Tensor cues = zeros(Steps, Environments, 2);
        Tensor cue = Constant.Range(Environments).remainder(Constant.Of(2)).mul(Constant.Of(2)).sub(Constant.Of(1)).to(ScalarType.Float32);
        cues[0, .., 0] = cue;
        cues[EpisodeSteps, .., 0] = cue.neg();
        cues[EpisodeSteps - 1, .., 1] = ones(Environments);
        cues[Steps - 1, .., 1] = ones(Environments);
        return cues;
    }

    /// <summary>
    /// Returns rewards (steps, environments): 1 for a correct and -1 for a wrong answer where it is required, otherwise 0.
    /// </summary>
    private static Tensor Rewards(Tensor answers)
    {
        Tensor right = zeros_like(answers);
        Tensor cue = Constant.Range(Environments).remainder(Constant.Of(2));
        right[EpisodeSteps - 1] = answers[EpisodeSteps - 1].eq(cue).to(ScalarType.Int64).mul(Constant.Of(2)).sub(Constant.Of(1));
        right[Steps - 1] = answers[Steps - 1].ne(cue).to(ScalarType.Int64).mul(Constant.Of(2)).sub(Constant.Of(1));
        return right.to(ScalarType.Float32);
    }

    private static double ShareRight(Tensor answers) => (1 + (Rewards(answers).sum().item<float>() / (2.0 * Environments))) / 2;

    private static void Improve(Adam optimiser, Tensor logProb, Tensor rewards)
    {
        optimiser.ZeroGrad();
        logProb.mul(rewards).sum().neg().div(Constant.Of(Environments)).backward();
        optimiser.Step();
    }
}
