namespace Masking.Generators.Model;

/// <summary>Who chooses: the actors that heads belong to.</summary>
internal enum ActorKind
{
    /// <summary>The one agent of each environment.</summary>
    Agent,

    /// <summary>Every present entity of a set.</summary>
    Entities,

    /// <summary>Every agent on a map.</summary>
    Cells,
}

/// <summary>A kind of actor and its heads.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Input">The index of the input whose entities or cells act; -1 for the one agent.</param>
/// <param name="Heads">The indices of the heads, in the order of declaration.</param>
/// <param name="Axes">The axes of a tensor with one number per actor: <c>batch, entities</c>.</param>
internal sealed record ActorModel(ActorKind Kind, int Input, EquatableArray<int> Heads, string Axes);
