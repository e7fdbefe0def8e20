using Masking;
using TorchSharp;
using static TorchSharp.torch;

namespace Examples.Language;

public sealed class LanguageExamples
{
    [Fact]
    public void EveryPolicyOfThePage_ActsLegally()
    {
        RandomStream stream = new(seed: 1);
        using HideAndSeekPolicy hideAndSeek = new();
        using HideAndSeekPolicy.Batch agents = new(environments: 1, maxAgents: 2, maxBoxes: 1, maxRamps: 1);
        agents.AgentsMask(0)[0] = true;
        agents.MoveMask(0, 0).AllowOnly(Direction.South);
        using Step<HideAndSeekPolicy.Actions> move = hideAndSeek.Act(agents.Observation, stream);
        Assert.Equal(Direction.South, move.Actions.MoveAt(0, 0));
        Assert.Null(move.Actions.MoveAt(0, 1));

        using SquadPolicy squad = new();
        using SquadPolicy.Batch units = new(environments: 1, maxUnits: 1);
        units.UnitsMask(0)[0] = true;
        units.CommandsMask(0, 0).Action.AllowOnly(UnitAction.Move);
        using Step<SquadPolicy.Actions> command = squad.Act(units.Observation, stream);
        Assert.Equal(UnitAction.Move, command.Actions.CommandsAt(0, 0)!.Value.Action);
        Assert.Equal(0, command.Actions.CommandsAt(0, 0)!.Value.Place);

        using CriticPolicy critic = new();
        using CriticPolicy.Batch seen = new(environments: 1, maxVisible: 1, maxEveryone: 1);
        seen.CommandMask(0).AllowOnly(Order.Gather);
        using Step<CriticPolicy.Actions> order = critic.Act(seen.Observation, stream);
        Assert.Equal(Order.Gather, order.Actions.CommandAt(0));

        using ElmanPolicy elman = new();
        using ElmanPolicy.Batch remembered = new(environments: 1);
        remembered.CommandMask(0).AllowOnly(Order.Attack);
        using var attack = elman.Act(remembered.Observation, stream);
        Assert.Equal(Order.Attack, attack.Actions.CommandAt(0));
        Assert.NotEqual(0, attack.Memory.Hidden.abs().sum().item<float>());

        using WidePolicy wide = new();
        using WidePolicy.Batch layered = new(environments: 1);
        layered.CommandMask(0).AllowOnly(Order.Move);
        using Step<WidePolicy.Actions> moved = wide.Act(layered.Observation, stream);
        Assert.Equal(Order.Move, moved.Actions.CommandAt(0));
        Assert.Superset(new HashSet<string> { "predict.weight", "temperature", "mean" }, wide.state_dict().Keys.ToHashSet());
    }

    [Fact]
    public void DistinctChoices_AndCustomHeads_AreLegal()
    {
        RandomStream stream = new(seed: 1);
        using DispatchPolicy dispatch = new();
        using DispatchPolicy.Batch depot = new(environments: 1, maxVehicles: 2, maxCustomers: 2);
        depot.VehiclesMask(0).Fill(true);
        depot.CustomersMask(0).Fill(true);
        using Step<DispatchPolicy.Actions> sent = dispatch.Act(depot.Observation, stream);
        Assert.Equal([0, 1], new[] { sent.Actions.DestinationAt(0, 0)!.Value, sent.Actions.DestinationAt(0, 1)!.Value }.Order());

        using DuelingValues dueling = new();
        using DuelingValues.Batch state = new(environments: 1);
        state.QMask(0).AllowOnly(Order.Gather);
        using DuelingValues.Actions action = dueling.Act(state.Observation, epsilon: 0.5, stream);
        Assert.Equal(Order.Gather, action.QAt(0));
    }

    [Fact]
    public void CrossEntropy_IsALoss()
    {
        using DisposeScope scope = NewDisposeScope();
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(environments: 2, maxUnits: 1);
        batch.CommandMask(0)[Order.Attack] = false;
        Tensor visits = tensor(new[] { 1f, 3, 4, 0, 1, 1, 1, 1 }).reshape(2, 4);

        Tensor target = visits.div(visits.sum(-1, keepdim: true));
        using SkirmishPolicy.Distribution distribution = policy.forward(batch.Observation);
        Tensor loss = distribution.CommandCrossEntropy(target).mean();
        loss.backward();

        Assert.True(float.IsFinite(loss.item<float>()));
        Assert.NotEqual(0, policy.get_parameter("Command.bias")!.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void TheDeclaration_IsRead()
    {
        foreach (HeadDeclaration head in SkirmishPolicy.Declaration.Heads)
        {
            Console.WriteLine($"{head.Name}: {head.Kind}");
        }

        ChoiceNames orders = SkirmishPolicy.Declaration.Heads.First().Components[0].Choices;
        string order = orders[3];
        InputDeclaration units = SkirmishPolicy.Declaration.Inputs.Single(input => input.Name == "Units");
        int features = units.Size[0];

        HeadDeclaration first = SkirmishPolicy.Declaration.Heads.First();
        Assert.Equal("Command: Choice", $"{first.Name}: {first.Kind}");
        Assert.Equal(("Attack", 9), (order, features));
    }

    [Fact]
    public void DoubleQLearning_ReadsTheChosenValues()
    {
        using SkirmishValues online = new(), target = new();
        SkirmishValues.Observation next = new()
        {
            Globals = rand(2, 12),
            QMask = tensor([true, true, false, true, false, false, false, false], [2, 4]),
        };
        Tensor rewards = ones(2);

        using IDisposable frozen = no_grad();
        using Scalar discount = 0.99;
        using SkirmishValues.Values chooses = online.forward(next);
        using SkirmishValues.Values reads = target.forward(next);
        Tensor targets = rewards.add(reads.Of(chooses.Greedy()), alpha: discount);

        Assert.NotEqual(1, targets[0].item<float>());
        Assert.Equal(1, targets[1].item<float>());
    }

    [Fact]
    public void ABatch_IsWritten()
    {
        using SkirmishPolicy policy = new();
        RandomStream stream = new(seed: 1);
        (int environment, int unit, float score, float health, bool canAttack) = (2, 1, 5, 0.5f, false);

        using SkirmishPolicy.Batch batch = new(environments: 16, maxUnits: 32);

        batch.Globals(environment)[0] = score;
        batch.UnitsMask(environment)[unit] = true;
        batch.Units(environment, unit)[2] = health;
        batch.CommandMask(environment)[Order.Attack] = canAttack;
        batch.HeadingMask(environment).AllowOnly(Direction.North, Direction.East);

        using Step<SkirmishPolicy.Actions> step = policy.Act(batch.Observation, stream);

        Assert.NotEqual(Order.Attack, step.Actions.CommandAt(environment));
        Assert.DoesNotContain(step.Actions.HeadingAt(environment), new Direction?[] { Direction.South, Direction.West });
        Assert.Equal((5, 0.5f), (batch.Observation.Globals[2, 0].item<float>(), batch.Observation.Units[2, 1, 2].item<float>()));
    }

    [Fact]
    public void ARollout_IsFilled_AndLearnedFrom()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(environments: 16, maxUnits: 32);
        RandomStream stream = new(seed: 1);
        Environments environments = new(batch);
        (float[] rewards, bool[] dones) = (new float[16], new bool[16]);
        int rows = 0;

        SkirmishPolicy.Rollout rollout = new(steps: 256, environments: 16, maxUnits: 32);

        while (!rollout.IsFull)
        {
            using Step<SkirmishPolicy.Actions> step = policy.Act(batch.Observation, stream);
            rollout.Add(batch.Observation, step);
            environments.Step(step.Actions);
            rollout.AddOutcome(rewards, dones);
        }

        using Step<SkirmishPolicy.Actions> last = policy.ActGreedily(batch.Observation);
        rollout.ComputeAdvantages(gamma: 0.99, lambda: 0.95, last.Value);
        foreach (Minibatch<SkirmishPolicy.Observation, SkirmishPolicy.Actions> minibatch in rollout.Minibatches(count: 4, stream))
        {
            Evaluation evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
            Learn(evaluation, minibatch);
        }

        rollout.Clear();

        Assert.Equal(256 * 16, rows);

        void Learn(Evaluation evaluation, Minibatch<SkirmishPolicy.Observation, SkirmishPolicy.Actions> minibatch)
        {
            rows += (int)minibatch.Return.numel();
            Assert.True(evaluation.LogProb.allclose(minibatch.LogProb) && evaluation.Value.allclose(minibatch.Value));
            Assert.Equal(minibatch.Return.shape, minibatch.Advantage.shape);
        }
    }

    private sealed class Environments(SkirmishPolicy.Batch batch)
    {
        public void Step(SkirmishPolicy.Actions actions)
        {
            for (int environment = 0; environment < 16; environment++)
            {
                batch.Globals(environment)[0] = (int)actions.CommandAt(environment);
            }
        }
    }
}
