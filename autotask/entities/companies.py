"""Whom the desk works for: clients, their places and people, what they bought and what they run."""

from datetime import date

from pydantic import Field

from autotask.record import Instant, Text, record


@record
class Company:
    """A client. Id 0 is your own company: valid, and falsy."""

    id: int
    address1: Text | None = None
    address2: Text | None = None
    alternate_phone1: Text | None = None
    city: Text | None = None
    classification: int | None = None
    company_category_id: int | None = None
    company_name: Text | None = None
    company_number: Text | None = None
    company_type: int | None = None
    country_id: int | None = None
    create_date: Instant | None = None
    is_active: bool | None = None
    is_client_portal_active: bool | None = None
    is_enabled_for_comanaged: bool | None = None
    is_task_fire_active: bool | None = None
    last_activity_date: Instant | None = None
    last_tracked_modified_date_time: Instant | None = None
    market_segment_id: int | None = None
    owner_resource_id: int | None = None
    parent_company_id: int | None = None
    phone: Text | None = None
    postal_code: Text | None = None
    state: Text | None = None
    territory_id: int | None = None
    web_address: Text | None = None


@record
class CompanyLocation:
    """A place of a client."""

    id: int
    address1: Text | None = None
    address2: Text | None = None
    city: Text | None = None
    company_id: int | None = None
    country_id: int | None = None
    description: Text | None = None
    is_active: bool | None = None
    is_primary: bool | None = None
    name: Text | None = None
    phone: Text | None = None
    postal_code: Text | None = None
    roundtrip_distance: float | None = None
    state: Text | None = None


@record
class Contact:
    """A person at a client. `is_active` is a number here (1 or 0), unlike anywhere else."""

    id: int
    alternate_phone: Text | None = None
    company_id: int | None = None
    company_location_id: int | None = None
    create_date: Instant | None = None
    email_address: Text | None = None
    email_address2: Text | None = None
    extension: Text | None = None
    external_id: Text | None = None
    first_name: Text | None = None
    is_active: int | None = None
    last_activity_date: Instant | None = None
    last_modified_date: Instant | None = None
    last_name: Text | None = None
    middle_initial: Text | None = None
    mobile_phone: Text | None = None
    note: Text | None = None
    phone: Text | None = None
    primary_contact: bool | None = None
    room_number: Text | None = None
    title: Text | None = None


@record
class Contract:
    """What a client bought. Its dates are days, stored as midnight UTC."""

    id: int
    billing_preference: int | None = None
    bill_to_company_id: int | None = None
    company_id: int | None = None
    contact_id: int | None = None
    contract_category: int | None = None
    contract_name: Text | None = None
    contract_number: Text | None = None
    contract_type: int | None = None
    description: Text | None = None
    end_date: date | None = None
    estimated_hours: float | None = None
    exclusion_contract_id: int | None = None
    is_default_contract: bool | None = None
    service_level_agreement_id: int | None = None
    start_date: date | None = None
    status: int | None = None
    time_reporting_requires_start_and_stop_times: int | None = None


@record
class ConfigurationItem:
    """A device or installed product at a client."""

    id: int
    configuration_item_category_id: int | None = None
    company_id: int | None = None
    company_location_id: int | None = None
    configuration_item_type: int | None = None
    contact_id: int | None = None
    contract_id: int | None = None
    create_date: Instant | None = None
    datto_hostname: Text | None = None
    install_date: date | None = None
    is_active: bool | None = None
    last_modified_time: Instant | None = None
    location: Text | None = None
    notes: Text | None = None
    parent_configuration_item_id: int | None = None
    product_id: int | None = None
    reference_number: Text | None = None
    reference_title: Text | None = None
    rmm_device_audit_description: Text | None = None
    rmm_device_audit_device_type_id: int | None = None
    rmm_device_audit_external_ip_address: Text | None = Field(
        default=None, validation_alias="rmmDeviceAuditExternalIPAddress"
    )
    rmm_device_audit_hostname: Text | None = None
    rmm_device_audit_ip_address: Text | None = Field(default=None, validation_alias="rmmDeviceAuditIPAddress")
    rmm_device_audit_last_user: Text | None = None
    rmm_device_audit_missing_patch_count: int | None = None
    rmm_device_audit_operating_system: Text | None = None
    rmm_device_id: int | None = None
    rmm_device_uid: Text | None = Field(default=None, validation_alias="rmmDeviceUID")
    rmm_open_alert_count: int | None = None
    serial_number: Text | None = None
    service_level_agreement_id: int | None = None
    warranty_expiration_date: date | None = None
