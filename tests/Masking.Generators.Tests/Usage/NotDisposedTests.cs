namespace Masking.Generators.Tests.Usage;

/// <summary>Native memory that a method allocates and keeps to itself is disposed.</summary>
public sealed class NotDisposedTests
{
    [Theory]
    [InlineData("Step<Policy.Actions> step = [|policy.Act(observation, stream)|]; Console.WriteLine(step.Actions.CommandAt(0));")]
    [InlineData("Step<Policy.Actions> step = [|policy.ActGreedily(observation)|]; world.Step(step.Actions, 0, random);")]
    [InlineData("var step = [|policy.Act(batch.Observation, stream)|]; rollout.Add(batch.Observation, step);")]
    [InlineData("var step = [|policy.Act(observation, stream)|]; Tensor logProb = step.LogProb; Console.WriteLine(logProb.size(0));")]
    [InlineData("var step = [|policy.Act(observation, stream)|]; Use(step.LogProb.shape, step.Actions.Command.dtype);")]
    [InlineData("while (!rollout.IsFull) { var step = [|runner.Act(running, stream)|]; Console.WriteLine($\"{step.LogProb}\"); }")]
    [InlineData("Policy.Distribution distribution = [|policy.forward(observation)|]; using Tensor entropy = distribution.Entropy();")]
    [InlineData("ActionValues.Values q = [|values.forward(state)|]; using Tensor best = q.Max();")]
    [InlineData("Evaluation evaluation = [|policy.Evaluate(observation, new Policy.Actions { Command = mask, Retreat = mask })|]; "
        + "using Tensor loss = evaluation.LogProb.neg().mean(); loss.backward();")]
    [InlineData("Evaluation evaluation = [|policy.Evaluate(observation, new Policy.Actions { Command = mask, Retreat = mask })|]; "
        + "using Tensor sum = evaluation.LogProb - evaluation.Entropy;")]
    [InlineData("var all = [|rollout.All()|]; Console.WriteLine(all.LogProb.size(0));")]
    [InlineData("using var all = rollout.AllSequences(); var part = [|all.Slice(0, 1)|]; Console.WriteLine(part.Rows.size(0));")]
    [InlineData("Policy.Batch own = [|new(environments: 1, maxUnits: 3)|]; using var step = policy.Act(own.Observation, stream);")]
    [InlineData("Policy.Batch own = [|new(1, 3)|]; own.Clear(0); own.Globals(0)[1] = 3; world.WriteObservation(own, 0);")]
    [InlineData("using DisposeScope scope = NewDisposeScope(); Policy.Batch own = [|new(1, 3)|]; own.Clear(0);")]
    [InlineData("[|policy.Act(observation, stream)|];")]
    [InlineData("_ = [|policy.forward(observation)|];")]
    [InlineData("using (NewDisposeScope()) { } var step = [|policy.Act(observation, stream)|]; Console.WriteLine(step.LogProb.size(0));")]
    [InlineData("var step = [|policy.Act(observation, stream)|]; using var scope = NewDisposeScope(); Tensor old = step.LogProb.neg();")]
    [InlineData("while (!rollout.IsFull) { using var scope = NewDisposeScope(); } var step = [|policy.Act(observation, stream)|];")]
    [InlineData("try { Step<Policy.Actions> step = [|policy.Act(observation, stream)|]; } catch (InvalidOperationException) { }")]
    public void MemoryThatIsNotReleased_IsReported(string body) => Used.IsReported("MASK103", body);

    [Theory]
    [InlineData("using Step<Policy.Actions> step = policy.Act(observation, stream);")]
    [InlineData("using var step = policy.Act(observation, stream); rollout.Add(observation, step);")]
    [InlineData("using (Step<Policy.Actions> step = policy.Act(observation, stream)) { rollout.Add(observation, step); }")]
    [InlineData("using (policy.Act(observation, stream)) { }")]
    [InlineData("Step<Policy.Actions> step = policy.Act(observation, stream); using (step) { rollout.Add(observation, step); }")]
    [InlineData("Step<Policy.Actions> step = policy.Act(observation, stream); step.Dispose();")]
    [InlineData("Step<Policy.Actions>? step = policy.Act(observation, stream); step?.Dispose();")]
    [InlineData("Step<Policy.Actions> step = policy.Act(observation, stream); if (rollout.IsFull) { step.Dispose(); }")]
    [InlineData("var step = policy.Act(observation, stream); try { rollout.Add(observation, step); } finally { step.Dispose(); }")]
    [InlineData("var step = policy.Act(observation, stream); step.Actions.Dispose(); step.LogProb.Dispose(); step.Value.Dispose();")]
    [InlineData("var (actions, logProb, value) = policy.Act(observation, stream); actions.Dispose(); logProb.Dispose(); value.Dispose();")]
    [InlineData("var step = policy.Act(observation, stream); var alias = step; alias.Dispose();")]
    [InlineData("var step = policy.Act(observation, stream); using var alias = step;")]
    public void Disposing_IsNotReported(string body) => Used.IsNotReported(body);

    [Theory]
    [InlineData("return policy.Act(observation, stream);")]
    [InlineData("Step<Policy.Actions> step = policy.Act(observation, stream); return step;")]
    [InlineData("var step = policy.Act(observation, stream); return step.Actions;")]
    [InlineData("var step = policy.Act(observation, stream); return new { step.LogProb };")]
    [InlineData("var step = policy.Act(observation, stream); return (step, 1);")]
    [InlineData("var step = policy.Act(observation, stream); return rollout.IsFull ? step : null;")]
    [InlineData("var step = policy.Act(observation, stream); kept.Add(step);")]
    [InlineData("var step = policy.Act(observation, stream); kept.Add(step.Actions);")]
    [InlineData("var step = policy.Act(observation, stream); Tensor logProb = step.LogProb; kept.Add(logProb);")]
    [InlineData("var step = policy.Act(observation, stream); kept.Add(step.LogProb.neg_());")]
    [InlineData("var step = policy.Act(observation, stream); step.LogProb.DetachFromDisposeScope(); step.Actions.DisposeTensors();")]
    [InlineData("var step = policy.Act(observation, stream); object[] array = [step]; Use(array);")]
    [InlineData("var step = policy.Act(observation, stream); Use(step);")]
    [InlineData("var step = policy.Act(observation, stream); Action later = () => rollout.Add(observation, step); later();")]
    [InlineData("var step = policy.Act(observation, stream); void Later() => step.Dispose(); Later();")]
    [InlineData("var step = policy.Act(observation, stream); step = policy.Act(observation, stream); step.Dispose();")]
    [InlineData("var memory = runner.InitialMemory(1); var step = runner.Act(running, stream); memory = step.Memory; Use(memory);")]
    [InlineData("Policy.Batch own = new(1, 3); return own.Observation;")]
    [InlineData("Policy.Batch own = new(1, 3); Policy.Observation seen = own.Observation; kept.Add(seen);")]
    [InlineData("Policy.Batch own = new(1, 3); Policy.Observation seen = own.Observation; return seen.Globals;")]
    [InlineData("Policy.Batch own = new(1, 3); kept.Add(own);")]
    [InlineData("kept.Add(new Policy.Batch(1, 3));")]
    [InlineData("using Policy.Batch own = new(1, 3); using var step = policy.Act(own.Observation, stream);")]
    [InlineData(
        "using var games = Masking.Training.ParallelEnvironments.Of(new Policy.Batch(1, 3), own => own.Observation, [world], seed: 1);")]
    public void ObjectThatLivesLonger_IsNotReported(string body) => Used.IsNotReported(body);

    [Theory]
    [InlineData("using DisposeScope scope = NewDisposeScope(); Step<Policy.Actions> step = policy.Act(observation, stream);")]
    [InlineData("using (NewDisposeScope()) { policy.Act(observation, stream); }")]
    [InlineData("using (var scope = NewDisposeScope()) { while (!rollout.IsFull) { var step = policy.Act(observation, stream); } }")]
    [InlineData("DisposeScope scope = NewDisposeScope(); var step = policy.Act(observation, stream); scope.Dispose();")]
    [InlineData("foreach (var minibatch in rollout.Minibatches(4, stream)) { Console.WriteLine(minibatch.LogProb.size(0)); }")]
    [InlineData("Func<Step<Policy.Actions>> act = () => policy.Act(observation, stream); Use(act);")]
    [InlineData("void Act() { var step = policy.Act(observation, stream); Console.WriteLine(step.LogProb); } Act();")]
    public void ScopeThatDisposes_OrMayBeOpen_IsNotReported(string body) => Used.IsNotReported(body);

    [Theory]
    [InlineData("Action create = () => new Policy.Batch(0, 3); Use(create);")]
    [InlineData("Step<Policy.Actions> step = policy.Act(observation, stream); step.Release();")]
    [InlineData("Step<Policy.Actions> step = policy.Act(observation, stream); owner.Keep(step);")]
    public void ObjectThatAnotherMethodGets_IsNotReported(string body) => Used.SourceIsNotReported(
        $$"""
        using System;
        using Game;

        public static class Extensions
        {
            extension(IDisposable disposable) { public void Release() => disposable.Dispose(); }
        }

        public sealed class Owner : Masking.Training.IEnvironment<Policy.Batch, Policy.Actions>
        {
            private readonly System.Collections.Generic.List<IDisposable> _owned = [];

            public void Keep(IDisposable one) => _owned.Add(one);
            public void Reset(Masking.Training.RandomNumbers random) { }
            public Masking.Training.StepResult Step(Policy.Actions actions, int row, Masking.Training.RandomNumbers random) => new(0);
            public void WriteObservation(Policy.Batch batch, int row) => batch.Clear(row);
        }

        public static class Program
        {
            public static void Run(Policy policy, Policy.Observation observation, RandomStream stream, Owner owner)
            {
                {{body}}
            }

            private static void Use(object any) => Console.WriteLine(any);
        }
        """);

    [Theory]
    [InlineData("void", "using IDisposable scope = Scope(); Step<Policy.Actions> step = policy.Act(observation, stream);")]
    [InlineData("TorchSharp.torch.Tensor",
        "Evaluation evaluation = policy.Evaluate(observation, policy.Act(observation, stream).Actions); return evaluation.LogProb.neg();")]
    public void MethodWithinAScopeOfItsBaseClass_AndALoss_AreNotReported(string type, string body) => Used.SourceIsNotReported(
        $$"""
        using System;
        using Game;

        public abstract class Scoped
        {
            protected static IDisposable Scope() => TorchSharp.torch.NewDisposeScope();
        }

        public abstract class Plain;

        public sealed class Program : {{(type == "void" ? "Scoped" : "Plain")}}
        {
            public {{type}} Run(Policy policy, Policy.Observation observation, RandomStream stream)
            {
                {{body}}
            }
        }
        """);

    [Fact]
    public void MethodThatMayBeCalledWithinAScope_IsNotReported() => Used.SourceIsNotReported(
        """
        using Game;
        using TorchSharp;

        public static class Program
        {
            public static void Run(Policy policy, Policy.Observation observation, RandomStream stream)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                Act(policy, observation, stream);
            }

            private static void Act(Policy policy, Policy.Observation observation, RandomStream stream)
            {
                Step<Policy.Actions> step = policy.Act(observation, stream);
                System.Console.WriteLine(step.Actions.CommandAt(0));
            }
        }
        """);
}
