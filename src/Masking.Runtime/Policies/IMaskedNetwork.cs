namespace Masking;

/// <summary>Any generated class. Code that is written for the interface reads the declaration of any policy.</summary>
public interface IMaskedNetwork
{
    /// <summary>The declaration of the class, which is also its static property <c>Declaration</c>.</summary>
    PolicyDeclaration Declaration { get; }
}
