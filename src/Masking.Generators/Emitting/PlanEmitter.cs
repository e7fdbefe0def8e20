using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the plan of every actor: what its heads choose, and what that depends on.</summary>
internal static class PlanEmitter
{
    public static IEnumerable<string> Emit(PolicyModel policy) => policy.Actors.Select((actor, i) => Code.Of($$"""
        internal static readonly {{TypeNames.CompilerServices}}ActionPlan {{Names.PlanOf(policy, actor)}} =
            {{TypeNames.CompilerServices}}ActionPlan.Of(Declaration, actor: {{i}});
        """));
}
