using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of the encoders of sets: encodes each entity, and the set as a whole, with a presence mask. A derived class has a constructor
/// <c>(int features)</c>, which the generated code calls.
/// </summary>
/// <param name="name">The name of the module.</param>
/// <param name="width">The width of the encoding of an entity.</param>
/// <param name="pooledWidth">The width of the encoding of the set.</param>
/// <exception cref="ArgumentOutOfRangeException">A width is not positive.</exception>
/// <remarks>
/// The arguments of <c>forward(entities, present, sight)</c> are <c>(batch, entities, features)</c>, <c>(batch, entities)</c> bool and,
/// with <see cref="EntityMaskAttribute.Pairwise"/>, <c>(batch, entities, entities)</c> bool, otherwise null. Absent entities must not
/// affect any output, even if their features are NaN.
/// </remarks>
/// <example>
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class SumEncoder : EntityEncoder
/// {
///     private readonly Linear layer;
///
///     public SumEncoder(int features) : base(nameof(SumEncoder), width: 32, pooledWidth: 32)
///     {
///         layer = nn.Linear(features, 32);
///         RegisterComponents();
///     }
///
///     public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
///     {
///         using DisposeScope scope = NewDisposeScope();
///         Tensor isPresent = present.unsqueeze(-1);
///         Tensor encoded = layer.call(where(isPresent, entities, zeros_like(entities))).relu();
///         encoded = where(isPresent, encoded, zeros_like(encoded));
///         return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(encoded.sum(1)));
///     }
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class EntityEncoder(string name, int width, int pooledWidth)
    : nn.Module<Tensor, Tensor, Tensor?, EntityEncoding>(TorchLibrary.LoadFor(name))
{
    /// <summary>The width of the encoding of an entity.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>The width of the encoding of the set.</summary>
    public int PooledWidth { get; } = Sizes.Positive(pooledWidth);

    /// <summary>The number of features of each entity; null if only the derived class knows it.</summary>
    internal virtual int? Features => null;

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }
}
