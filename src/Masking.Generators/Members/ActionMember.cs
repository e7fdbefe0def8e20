using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Members;

/// <summary>
/// A tensor of the actions. A head has one, or two if it is a record struct with numbers from intervals and other choices.
/// </summary>
/// <param name="Head">The head.</param>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Identifier">The name of the tensor as code writes it: keywords get an <c>@</c>.</param>
/// <param name="IsNumbers">Whether it contains numbers from intervals, and not indices of choices.</param>
/// <param name="IndexInActor">The index among the tensors of the actor.</param>
/// <param name="Axes">The axes: <c>batch, entities</c>, and one of components where an action has several.</param>
internal sealed record ActionMember(HeadModel Head, string Name, string Identifier, bool IsNumbers, int IndexInActor, string Axes)
{
    /// <summary>The tensors of all heads, in the order of declaration.</summary>
    public static IEnumerable<ActionMember> Of(PolicyModel policy)
    {
        Dictionary<int, int> counts = [];
        foreach (HeadModel head in policy.Heads)
        {
            foreach (bool isNumbers in head.Numbers == 0 ? [false] : head.HasMask ? [false, true] : new[] { true })
            {
                counts.TryGetValue(head.Actor, out int index);
                counts[head.Actor] = index + 1;
                int length = isNumbers ? head.Numbers : head.Actions;
                string axes = policy.Actors[head.Actor].Axes
                    + (head.HasActionAxis ? ", " + length.ToString(CultureInfo.InvariantCulture) : "");
                bool isOwn = !isNumbers || !head.HasMask;
                string name = isOwn ? head.Member.Name : NumbersOf(head);
                yield return new ActionMember(head, name, isOwn ? head.Member.Identifier : name, isNumbers, index, axes);
            }
        }
    }

    /// <summary>The name of the tensor with the numbers of a head that also has other choices.</summary>
    public static string NumbersOf(HeadModel head) => head.Member.Name + GeneratedNames.NumbersSuffix;
}
