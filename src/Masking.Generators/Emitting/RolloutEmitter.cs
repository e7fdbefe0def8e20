using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Rollout</c>, which stores steps for training.</summary>
internal static class RolloutEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        IReadOnlyList<SizeParameter> sizes = new SizeParameters(policy).All;
        return Code.Of($$"""
            /// <summary>The steps of a number of environments, stored for training.</summary>
            {{Tool.Attribute}}
            public sealed class Rollout : {{TypeNames.Masking}}Rollout<Observation, Actions>
            {
                {{Layout(policy, cancellation)}}

                /// <summary>Allocates memory for all steps.</summary>
                /// <param name="steps">The number of steps of each environment.</param>
                /// <param name="environments">The number of environments.</param>
                {{Code.Lines(sizes.Select(size => Doc.Param(size.Name, size.Summary)))}}
                public Rollout(int steps, int environments{{string.Concat(sizes.Select(size => $", int {size.Name}"))}})
                    : base({{(policy.IsValid ? "Layout" : "null!")}}, steps, environments{{Axes(policy, sizes)}})
                {
                }
            }
            """);
    }

    private static string Layout(PolicyModel policy, CancellationToken cancellation) => !policy.IsValid ? "" : Code.Of($$"""
        private static readonly {{TypeNames.CompilerServices}}RolloutLayout Layout = new(
            Contract,
            {{Value(policy)}},
            actions:
            [
                {{Code.Initializers(ActionMember.Of(policy).WithCancellation(cancellation).Select(action =>
                    $"{SpecOf(policy, action)}({Names.Quoted(action.Name)}, {Names.Quoted($"({action.Axes})")})"))}}
            ]);
        """);

    private static string Value(PolicyModel policy) => policy.ValueActor < 0
        ? $"hasValue: {(policy.Value is null ? "false" : "true")}"
        : $"valuePerActorOf: {Names.Quoted(policy.Inputs[policy.Actors[policy.ValueActor].Input].Presence)}";

    /// <summary>The method that describes a tensor; empty where all are indices of choices.</summary>
    private static string SpecOf(PolicyModel policy, ActionMember action) => !policy.HasNumbers ? ""
        : $"{TypeNames.CompilerServices}InputSpec.{(action.IsNumbers ? "Numbers" : "Action")}";

    private static string Axes(PolicyModel policy, IEnumerable<SizeParameter> sizes) => !policy.IsValid ? ""
        : string.Concat(sizes.Select(size => $",\n    {Axis(size)}"));

    private static string Axis(SizeParameter size) =>
        $"{TypeNames.CompilerServices}RolloutAxis.{(size.CanBeZero ? "Entities" : "Cells")}({Names.Quoted(size.Axis)}, {size.Name})";
}
